import type { JsonSchema } from "acme-engine";
import type { Json } from "../json.ts";

/** The schema with a deployment's default parameters in it, so that one place says what a run may leave out. */
export function withDefaults(schema: JsonSchema, defaults: Readonly<Record<string, Json>>): JsonSchema {
  const names = Object.keys(defaults);
  if (names.length === 0) return schema;
  const properties = { ...schema.properties };
  for (const [name, value] of Object.entries(defaults)) {
    properties[name] = { ...properties[name], default: value };
  }
  const { required, ...rest } = schema;
  const needed = (required ?? []).filter((name) => !names.includes(name));
  return { ...rest, properties, ...(needed.length > 0 && { required: needed }) };
}
