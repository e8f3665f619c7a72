import type { Json } from "./json.ts";

/**
 * Text of a value as Java prints it: strings bare, `{a=1, b=[x, y]}`, `null`.
 * Recorded on AWS: States.Format with an object; "references a value" messages.
 */
export function toJavaText(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(toJavaText).join(", ")}]`;
  if (typeof value === "object" && value !== null) {
    return `{${Object.entries(value)
      .map(([key, item]) => `${key}=${toJavaText(item)}`)
      .join(", ")}}`;
  }
  return String(value);
}
