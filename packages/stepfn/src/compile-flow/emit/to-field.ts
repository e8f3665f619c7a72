import { type Code, renderCode } from "../expression/code.ts";
import type { Json } from "../../json.ts";

/** JSON as it is, everything else an expression. */
export function toField(source: Code): Json {
  const text = renderCode(source);
  if (/^[-\d"[{tfn]/.test(text)) {
    try {
      const literal = JSON.parse(text) as Json;
      const isMarked = typeof literal === "string" && (literal.startsWith("{%") || literal.endsWith("%}"));
      if (typeof literal !== "object" && !isMarked) return literal;
    } catch {
      // It is an expression that only begins like JSON.
    }
  }
  return `{% ${text} %}`;
}
