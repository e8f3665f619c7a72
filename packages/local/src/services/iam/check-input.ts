import type { Tag } from "@aws-sdk/client-iam";

import { invalidInput, malformedPolicyDocument, validationError } from "./errors.ts";

const namePattern = /^[\w+=,.@-]+$/;

/** Throws ValidationError for a name that IAM does not take. Source: IAM API Reference, CreateRole and CreatePolicy. */
export function checkName(name: string, member: string, maxLength: number): void {
  if (!namePattern.test(name)) {
    throw validationError(name, member, "Member must satisfy regular expression pattern: [\\w+=,.@-]+");
  }
  if (name.length > maxLength) {
    throw validationError(name, member, `Member must have length less than or equal to ${maxLength}`);
  }
}

/** The path, `/` when none is given. Throws ValidationError. */
export function parsePath(path: string | undefined): string {
  const given = path ?? "/";
  if (!/^(\/|\/[\u0021-\u007e]+\/)$/.test(given) || given.length > 512) {
    throw validationError(
      given,
      "path",
      "Member must satisfy regular expression pattern: (\\u002F)|(\\u002F[\\u0021-\\u007F]+\\u002F)",
    );
  }
  return given;
}

/**
 * Throws MalformedPolicyDocument for what is no policy: it checks the frame, not the meaning of actions and resources.
 * `trust` policies name principals, others do not. Source: IAM User Guide, "Grammar of the IAM JSON policy language".
 */
export function checkPolicyDocument(document: string, kind: "trust" | "permissions"): void {
  const policy = parseJson(document);
  const statements = isObject(policy) ? [policy["Statement"] ?? []].flat() : [];
  if (!isObject(policy) || statements.length === 0 || !statements.every(isObject)) {
    throw malformedPolicyDocument("Syntax errors in policy.");
  }
  for (const statement of statements) {
    const { Effect: effect } = statement;
    if (effect !== "Allow" && effect !== "Deny") throw malformedPolicyDocument("Syntax errors in policy.");
    if (!("Action" in statement) && !("NotAction" in statement)) {
      throw malformedPolicyDocument("Policy statement must contain actions.");
    }
    if (kind === "permissions") {
      if (!("Resource" in statement) && !("NotResource" in statement)) {
        throw malformedPolicyDocument("Policy statement must contain resources.");
      }
      if ("Principal" in statement)
        throw malformedPolicyDocument("Policy document should not specify a principal.");
    } else {
      if ("Resource" in statement) throw malformedPolicyDocument("Has prohibited field Resource.");
      if (!("Principal" in statement) && !("NotPrincipal" in statement)) {
        throw malformedPolicyDocument("Missing required field Principal");
      }
    }
  }
}

/** Throws InvalidInput. Source: IAM User Guide, "Tags for AWS Identity and Access Management resources". */
export function checkTags(tags: readonly Tag[] | undefined): readonly Tag[] {
  const keys = new Set<string>();
  for (const { Key = "" } of tags ?? []) {
    if (/^aws:/i.test(Key)) throw invalidInput("Tag keys beginning with 'aws:' are reserved for system use.");
    if (keys.has(Key.toLowerCase()))
      throw invalidInput("Duplicate tag keys found. Please note that Tag keys are case insensitive.");
    keys.add(Key.toLowerCase());
  }
  if (keys.size > 50) throw invalidInput("Number of tags exceeds the limit of 50.");
  return tags ?? [];
}

export function mergeTags(earlier: readonly Tag[], later: readonly Tag[]): Tag[] {
  const keys = new Set(later.map(({ Key }) => Key?.toLowerCase()));
  return [...earlier.filter(({ Key }) => !keys.has(Key?.toLowerCase())), ...later];
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw malformedPolicyDocument("This policy contains invalid Json");
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
