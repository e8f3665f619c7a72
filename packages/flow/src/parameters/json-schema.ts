import type { Json } from "../json/json.ts";

export type JsonType = "string" | "number" | "integer" | "boolean" | "object" | "array" | "null";

/** The part of JSON Schema (draft 2020-12) that parameters are checked by. Another keyword is refused, so none is silently ignored. */
export interface JsonSchema {
  title?: string;
  description?: string;
  /** Taken where the value is missing. */
  default?: Json;
  examples?: Json[];
  type?: JsonType | readonly JsonType[];
  enum?: readonly Json[];
  const?: Json;
  anyOf?: readonly JsonSchema[];
  properties?: Readonly<Record<string, JsonSchema>>;
  required?: readonly string[];
  additionalProperties?: boolean | JsonSchema;
  items?: JsonSchema;
  minItems?: number;
  maxItems?: number;
  minLength?: number;
  maxLength?: number;
  /** A regular expression that the text has to contain. */
  pattern?: string;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  exclusiveMaximum?: number;
}
