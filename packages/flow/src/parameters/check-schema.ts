import { AcmeError } from "../acme-error.ts";
import type { JsonSchema } from "./json-schema.ts";

const keywords: Record<keyof JsonSchema, true> = {
  title: true,
  description: true,
  default: true,
  examples: true,
  type: true,
  enum: true,
  const: true,
  anyOf: true,
  properties: true,
  required: true,
  additionalProperties: true,
  items: true,
  minItems: true,
  maxItems: true,
  minLength: true,
  maxLength: true,
  pattern: true,
  minimum: true,
  maximum: true,
  exclusiveMinimum: true,
  exclusiveMaximum: true,
};
/** Says which schema it is, and checks nothing. */
const silent = new Set(["$schema", "$id", "$comment"]);

/** Throws `AcmeError` (ACME_SCHEMA) for a keyword that would not be checked, and for a pattern that is no regular expression. */
export function checkSchema(schema: JsonSchema, path = "parameters"): void {
  for (const keyword of Object.keys(schema)) {
    if (Object.hasOwn(keywords, keyword) || silent.has(keyword)) continue;
    throw new AcmeError("ACME_SCHEMA", `${path} uses "${keyword}", which is not checked`, {
      hint: `Leave it out, or say it with one of: ${Object.keys(keywords).join(", ")}.`,
    });
  }
  const { properties = {}, items, anyOf = [], additionalProperties, pattern } = schema;
  if (pattern !== undefined) {
    try {
      void new RegExp(pattern, "u");
    } catch (cause) {
      throw new AcmeError("ACME_SCHEMA", `the pattern of ${path} is no regular expression: ${pattern}`, {
        cause,
      });
    }
  }
  for (const [name, part] of Object.entries(properties)) checkSchema(part, `${path}.${name}`);
  for (const [index, part] of anyOf.entries()) checkSchema(part, `${path} (anyOf ${index})`);
  if (items) checkSchema(items, `${path}[]`);
  if (typeof additionalProperties === "object") checkSchema(additionalProperties, `${path}.*`);
}
