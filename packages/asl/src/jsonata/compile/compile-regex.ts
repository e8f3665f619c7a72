import { JsonataError } from "../jsonata-error.ts";
import type { JsonataFunction } from "../jsonata-function.ts";
import { createFunction } from "../jsonata-function.ts";
import type { RegexNode } from "../syntax.ts";
import type { Compiler } from "./compiler.ts";

/** A regular expression is a function from a text to its first match; the match has a function that gives the next one. */
export function compileRegex(node: RegexNode, compiler: Compiler): JsonataFunction {
  const source = compiler.dialect === "aws" ? withAsciiSpaces(node.pattern) : node.pattern;
  let regex: RegExp;
  try {
    regex = new RegExp(source, `${node.flags}g`);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new JsonataError("S0303", { position: node.position, value: node.pattern, reason });
  }
  const matchFrom = (text: string, start: number): unknown => {
    regex.lastIndex = start;
    const match = regex.exec(text);
    if (match === null) return undefined;
    const end = match.index + match[0].length;
    return {
      match: match[0],
      start: match.index,
      end,
      groups: match.slice(1),
      next: createFunction(0, () => {
        if (end >= text.length) return undefined;
        const next = matchFrom(text, end);
        if (next !== undefined && regex.lastIndex === end) {
          throw new JsonataError("D1004", { position: node.position, value: node.pattern });
        }
        return next;
      }),
    };
  };
  const fn = createFunction(2, (_run, [text, start]) =>
    typeof text === "string" ? matchFrom(text, typeof start === "number" ? start : 0) : undefined,
  );
  fn.regex = regex;
  return fn;
}

/**
 * In AWS's regular expressions `\s` is ASCII only.
 * Measured on AWS: compiler.md 3.6.
 */
function withAsciiSpaces(pattern: string): string {
  let inClass = false;
  return pattern.replaceAll(/\\[\s\S]|[[\]]/g, (part) => {
    if (part === "[") inClass = true;
    else if (part === "]") inClass = false;
    else if (part === "\\s") return inClass ? " \\t\\n\\v\\f\\r" : "[ \\t\\n\\v\\f\\r]";
    else if (part === "\\S") return inClass ? "\\x00-\\x08\\x0e-\\x1f\\x21-\\uffff" : "[^ \\t\\n\\v\\f\\r]";
    return part;
  });
}
