import type { Document } from "yaml";
import { parseDocument } from "yaml";
import { AcmeError } from "../acme-error.ts";

/**
 * A template as a document that keeps comments, order and CloudFormation's short forms (`!Ref`).
 * @throws AcmeError `ACME_TEMPLATE_MALFORMED` with the line, when it is no YAML.
 */
export function parseTemplate(body: string): Document {
  // "error": the short forms are tags unknown to the parser, which it would otherwise warn about one by one.
  const document = parseDocument(body, { logLevel: "error" });
  const [error] = document.errors;
  if (error === undefined) return document;
  throw new AcmeError("ACME_TEMPLATE_MALFORMED", `The template is not YAML: ${error.message.trimEnd()}`, {
    hint: "Mend the template at that place.",
    cause: error,
  });
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
