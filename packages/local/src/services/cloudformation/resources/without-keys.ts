import type { JsonObject } from "../json.ts";

/** A copy without some properties. */
export function withoutKeys(properties: JsonObject, ...keys: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(properties).filter(([key]) => !keys.includes(key)));
}
