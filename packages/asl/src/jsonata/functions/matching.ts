/** Functions that take a text or a matcher: a regular expression, or any function that gives matches as one does. */
import { JsonataError } from "../jsonata-error.ts";
import { callFunction, isFunction } from "../jsonata-function.ts";
import type { JsonataFunction, Match } from "../jsonata-function.ts";
import type { Run } from "../run.ts";
import { createSequence } from "../sequence.ts";
import { isRecord } from "../values.ts";
import { builtin } from "./builtin.ts";
import type { Builtin } from "./builtin.ts";

type Text = string | undefined;
type Matcher = string | JsonataFunction | undefined;
type Limit = number | undefined;

export const matchingFunctions: Readonly<Record<string, Builtin>> = {
  contains: builtin("<s-(sf):b>", 2, ({ run }, text: Text, token: Matcher) => {
    if (text === undefined) return undefined;
    if (!isFunction(token)) return text.includes(String(token));
    return nextMatch(token, run, [text]) !== undefined;
  }),
  match: builtin("<s-f<s:o>n?:a<o>>", 3, ({ run }, text: Text, matcher: JsonataFunction, limit: Limit) => {
    if (text === undefined) return undefined;
    checkLimit(limit, "D3040", 3);
    const result = createSequence();
    for (const { match, start, groups } of matches(matcher, run, text, limit)) {
      result.push({ match, index: start, groups });
    }
    return result;
  }),
  replace: builtin(
    "<s-(sf)(sf)n?:s>",
    4,
    ({ run }, text: Text, pattern: Matcher, replacement: Matcher, limit: Limit) => {
      if (text === undefined) return undefined;
      if (pattern === "") throw new JsonataError("D3010", { value: pattern, index: 2 });
      checkLimit(limit, "D3011", 4);
      if (isFunction(pattern)) return replaceMatches(run, text, pattern, replacement, limit);
      return replaceText(run, text, String(pattern), replacement, limit);
    },
  ),
  split: builtin("<s-(sf)n?:a<s>>", 3, ({ run }, text: Text, separator: Matcher, limit: Limit) => {
    if (text === undefined) return undefined;
    checkLimit(limit, "D3020", 3);
    if (!isFunction(separator)) {
      const most = limit === undefined ? undefined : Math.floor(limit);
      const parts = limit !== undefined && limit <= 0 ? [] : text.split(String(separator), most);
      run.allocateItems(parts.length);
      return parts;
    }
    return splitAtMatches(run, text, separator, limit);
  }),
};

function checkLimit(limit: Limit, code: string, index: number): void {
  if (limit !== undefined && limit < 0) throw new JsonataError(code, { value: limit, index });
}

/** @throws JsonataError T1010 when what the function gives is not a match */
function nextMatch(matcher: JsonataFunction, run: Run, args: unknown[]): Match | undefined {
  run.spend(1);
  const found = callFunction(matcher, run, args);
  if (found === undefined) return undefined;
  const match = isRecord(found) ? found : {};
  if (
    typeof match["start"] !== "number" &&
    typeof match["end"] !== "number" &&
    !Array.isArray(match["groups"]) &&
    !isFunction(match["next"])
  ) {
    throw new JsonataError("T1010");
  }
  return {
    match: String(match["match"]),
    start: Number(match["start"]),
    end: Number(match["end"]),
    groups: Array.isArray(match["groups"]) ? match["groups"] : [],
    next: isFunction(match["next"]) ? match["next"] : undefined,
  };
}

function* matches(matcher: JsonataFunction, run: Run, text: string, limit: Limit): Generator<Match, void> {
  if (limit !== undefined && limit <= 0) return;
  if (matcher.matches !== undefined) {
    const rest = matcher.matches(text, run);
    let step = rest.next();
    for (let count = 1; step.done !== true; count++) {
      yield step.value;
      // As in JSONata 2.0.6 the match after the last one wanted is looked for too: its error counts.
      step = rest.next();
      if (limit !== undefined && count >= limit) return;
    }
    return;
  }
  let found = nextMatch(matcher, run, [text]);
  for (let count = 1; found !== undefined; count++) {
    yield found;
    const { next } = found;
    found = next === undefined ? undefined : nextMatch(next, run, []);
    if (limit !== undefined && count >= limit) return;
  }
}

function replaceText(run: Run, text: string, pattern: string, replacement: Matcher, limit: Limit): string {
  const by = isFunction(replacement) ? "" : String(replacement);
  let result = "";
  let position = 0;
  const most = limit ?? Number.POSITIVE_INFINITY;
  for (let count = 0; count < most; count++) {
    const at = text.indexOf(pattern, position);
    if (at === -1) break;
    result += text.slice(position, at) + by;
    position = at + pattern.length;
    run.spend(1);
  }
  run.allocateText(result.length);
  return result + text.slice(position);
}

function replaceMatches(
  run: Run,
  text: string,
  pattern: JsonataFunction,
  replacement: Matcher,
  limit: Limit,
): string {
  let result = "";
  let position = 0;
  for (const found of matches(pattern, run, text, limit)) {
    const by = isFunction(replacement)
      ? callFunction(replacement, run, [{ ...found }])
      : fillIn(String(replacement), found);
    if (typeof by !== "string") throw new JsonataError("D3012", { value: by });
    result += text.slice(position, found.start) + by;
    position = found.start + found.match.length;
  }
  run.allocateText(result.length);
  return result + text.slice(position);
}

/** Replaces `$$`, `$0` and `$n` in a replacement text; as many digits belong to `n` as there are groups for. */
function fillIn(replacement: string, { match, groups }: Match): string {
  const digits = groups.length === 0 ? 1 : Math.floor(Math.log10(groups.length)) + 1;
  let filled = "";
  let position = 0;
  for (;;) {
    const dollar = replacement.indexOf("$", position);
    if (dollar === -1) return filled + replacement.slice(position);
    filled += replacement.slice(position, dollar);
    position = dollar + 1;
    const character = replacement.charAt(position);
    if (character === "$") {
      filled += "$";
      position++;
    } else if (character === "0") {
      filled += match;
      position++;
    } else {
      let group = Number.parseInt(replacement.slice(position, position + digits), 10);
      if (digits > 1 && group > groups.length) {
        group = Number.parseInt(replacement.slice(position, position + digits - 1), 10);
      }
      if (Number.isNaN(group)) {
        filled += "$";
      } else {
        filled += String(groups[group - 1] ?? "");
        position += String(group).length;
      }
    }
  }
}

function splitAtMatches(run: Run, text: string, separator: JsonataFunction, limit: Limit): string[] {
  const parts: string[] = [];
  if (limit !== undefined && limit <= 0) return parts;
  let start = 0;
  for (const found of matches(separator, run, text, limit)) {
    parts.push(text.slice(start, found.start));
    start = found.end;
  }
  if (limit === undefined || parts.length < limit) parts.push(text.slice(start));
  return parts;
}
