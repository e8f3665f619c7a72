export type Json = null | boolean | number | string | Json[] | JsonObject;
export type JsonObject = { [key: string]: Json };

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** JSON text with sorted keys and no white space: equal values give equal text. */
export function toCanonicalJson(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(toCanonicalJson).join(",")}]`;
  if (!isJsonObject(value)) return JSON.stringify(value);
  const entries = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${toCanonicalJson(value[key] ?? null)}`);
  return `{${entries.join(",")}}`;
}

/**
 * The path to the first part of `value` that JSON text would lose or change (undefined, a function, NaN, a Date, …), or
 * undefined when the value survives a round trip. Cycles count as lost.
 */
export function findNonJson(value: unknown, path = "", above: readonly unknown[] = []): string | undefined {
  if (value === null || typeof value === "string" || typeof value === "boolean") return undefined;
  if (typeof value === "number") return Number.isFinite(value) ? undefined : path || "/";
  if (typeof value !== "object" || above.includes(value)) return path || "/";
  const prototype: unknown = Object.getPrototypeOf(value);
  if (!Array.isArray(value) && prototype !== Object.prototype && prototype !== null) return path || "/";
  for (const [key, part] of Object.entries(value)) {
    const found = findNonJson(part, `${path}/${toPointerToken(key)}`, [...above, value]);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** One key of a JSON pointer, escaped. Source: RFC 6901, section 3. */
export function toPointerToken(key: string): string {
  return key.replaceAll("~", "~0").replaceAll("/", "~1");
}
