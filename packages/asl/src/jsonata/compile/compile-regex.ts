import { JsonataError } from "../jsonata-error.ts";
import type { JsonataFunction, Match } from "../jsonata-function.ts";
import { createFunction } from "../jsonata-function.ts";
import { guardRegex } from "../regex-guard.ts";
import type { GuardedRegex } from "../regex-guard.ts";
import type { Run } from "../run.ts";
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
  const guarded = guardRegex(regex);
  const matchFrom = (text: string, start: number, run: Run): Match | undefined => {
    const match = guarded.match(text.length, run, () => {
      regex.lastIndex = start;
      return regex.exec(text);
    });
    if (match === null) return undefined;
    return toMatch(match, (end, nextRun) => {
      if (end >= text.length) return undefined;
      const next = matchFrom(text, end, nextRun);
      if (next?.match === "") throw emptyMatch(node.pattern);
      return next;
    });
  };
  const fn = createFunction(2, (run, [text, start]) =>
    typeof text === "string" ? matchFrom(text, typeof start === "number" ? start : 0, run) : undefined,
  );
  fn.matches = (text, run) => allMatches(guarded, node.pattern, text, run, matchFrom);
  return fn;
}

type MatchFrom = (text: string, start: number, run: Run) => Match | undefined;

function toMatch(match: RegExpExecArray, next: (end: number, run: Run) => Match | undefined): Match {
  const end = match.index + match[0].length;
  return {
    match: match[0],
    start: match.index,
    end,
    groups: match.slice(1),
    next: createFunction(0, (run) => next(end, run)),
  };
}

/** Most matches looked for at a time: what is done with a match must not be interrupted, and starting the clock costs more than most matches. */
const largestBatch = 4096;

/** All matches in a text, as following `next` from match to match would give them. @throws JsonataError D1004 */
function* allMatches(
  guarded: GuardedRegex,
  pattern: string,
  text: string,
  run: Run,
  matchFrom: MatchFrom,
): Generator<Match, void> {
  let start = 0;
  let size = 1;
  for (;;) {
    const from = start;
    const most = size;
    const batch = guarded.match(text.length, run, (regex) => execSeveral(regex, text, from, most));
    for (const match of batch) {
      run.spend(1);
      // Only the first of all matches may be empty: from there on nothing would ever move on.
      if (size > 1 && match[0] === "") throw emptyMatch(pattern);
      yield toMatch(match, (end, nextRun) => matchFrom(text, end, nextRun));
      start = match.index + match[0].length;
    }
    if (batch.length < most || start >= text.length) return;
    size = Math.min(size * 16, largestBatch);
  }
}

function execSeveral(regex: RegExp, text: string, start: number, most: number): RegExpExecArray[] {
  const found: RegExpExecArray[] = [];
  regex.lastIndex = start;
  while (found.length < most) {
    const match = regex.exec(text);
    if (match === null) break;
    found.push(match);
    if (match[0] === "" || regex.lastIndex >= text.length) break;
  }
  return found;
}

function emptyMatch(pattern: string): JsonataError {
  return new JsonataError("D1004", { value: pattern });
}

/**
 * In AWS's regular expressions `\s` is ASCII only.
 * Measured on AWS by sfnx.
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
