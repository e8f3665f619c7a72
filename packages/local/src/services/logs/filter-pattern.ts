import { invalidParameter } from "./errors.ts";

/**
 * Turns a filter pattern for unstructured messages into a test: `ERROR disk` needs both, `?ERROR ?WARN` one of them,
 * `-DEBUG` forbids, `"not found"` is a phrase. Case counts.
 * JSON (`{ $.level = … }`), field (`[ip, user]`) and regular expression (`%…%`) patterns are refused.
 * Source: CloudWatch Logs user guide, "Filter pattern syntax".
 */
export function parseFilterPattern(pattern: string): (message: string) => boolean {
  const text = pattern.trim();
  if (/^[{[]/.test(text) || /^[?-]?%/.test(text)) {
    throw invalidParameter(
      `The local engine matches only terms: the filter pattern ${JSON.stringify(pattern)} uses ${kindOf(text)}.`,
    );
  }
  const required: string[] = [];
  const anyOf: string[] = [];
  const forbidden: string[] = [];
  let rest = text;
  while (rest !== "") {
    const [whole, sign, phrase, term] = /^([?-]?)(?:"((?:[^"\\]|\\.)*)"|([^\s"]+))\s*/.exec(rest) ?? [];
    if (whole === undefined) throw invalidParameter(`Invalid filter pattern: ${JSON.stringify(pattern)}`);
    if (term !== undefined && /[^\p{L}\p{N}_]/u.test(term)) {
      throw invalidParameter(`Invalid character(s) in term '${term}'`);
    }
    const list = sign === "?" ? anyOf : sign === "-" ? forbidden : required;
    list.push(phrase === undefined ? (term ?? "") : phrase.replaceAll(/\\(.)/g, "$1"));
    rest = rest.slice(whole.length);
  }
  return (message) =>
    required.every((term) => message.includes(term)) &&
    (anyOf.length === 0 || anyOf.some((term) => message.includes(term))) &&
    !forbidden.some((term) => message.includes(term));
}

function kindOf(text: string): string {
  if (text.startsWith("{")) return "JSON selectors";
  if (text.startsWith("[")) return "space-delimited fields";
  return "a regular expression";
}
