import { arrayOf, booleanType, isAll, numberType, stringType } from "../types/type.ts";
import { argument, type Method, type MethodCall, sliceBounds } from "./method-call.ts";
import { type Code, code } from "./code.ts";
import { blanks } from "./regex/blanks.ts";
import { type Value, value } from "./value.ts";

/** Methods of texts; any other is refused. Those that count do so in code points: texts beyond the BMP differ. */
export const stringMethods: Readonly<Record<string, Method>> = {
  toUpperCase: (call) => plain(call, code`$uppercase(${call.object.code})`),
  toLowerCase: (call) => plain(call, code`$lowercase(${call.object.code})`),
  trim: (call) =>
    plain(call, code`$replace(${call.object.code}, /^[${blanks}]+|[${blanks}]+(?![\\s\\S])/, "")`),
  includes: (call) =>
    withText(call, (text) =>
      value(code`$contains(${call.object.code}, ${text.code})`, booleanType, { of: [call.object, text] }),
    ),
  startsWith: (call) =>
    withText(call, (text) =>
      value(code`($substring(${call.object.code}, 0, $length(${text.code})) = ${text.code})`, booleanType, {
        of: [call.object, text],
      }),
    ),
  endsWith(call) {
    const [n, m] = [call.lowering.freshLocal(), call.lowering.freshLocal()];
    return withText(call, (text) =>
      value(
        code`(${n} := $length(${call.object.code}); ${m} := $length(${text.code}); ${n} >= ${m} and $substring(${call.object.code}, ${n} - ${m}) = ${text.code})`,
        booleanType,
        { of: [call.object, text] },
      ),
    );
  },
  indexOf: (call) =>
    withText(call, (text) =>
      value(
        code`($contains(${call.object.code}, ${text.code}) ? $length($substringBefore(${call.object.code}, ${text.code})) : -1)`,
        numberType,
        { of: [call.object, text] },
      ),
    ),
  split: (call) =>
    withText(call, (text) =>
      value(code`$split(${call.object.code}, ${text.code})`, arrayOf(stringType), {
        of: [call.object, text],
      }),
    ),
  slice: (call) => cut(call, (length, names, from, to) => sliceBounds(length, from, to, names)),
  substring: (call) => cut(call, substringBounds),
  padStart: (call) => pad(call, "-"),
  padEnd: (call) => pad(call, ""),
  repeat(call) {
    const count = argument(call, 0);
    if (count === undefined || !isAll(count.type, "number")) return undefined;
    const n = call.lowering.freshLocal();
    return value(
      code`(${n} := ${count.code}; ${n} < 1 ? "" : $join([$map([1..$floor(${n})], function(){${call.object.code}})]))`,
      stringType,
      { of: [call.object, count] },
    );
  },
  replaceAll: (call) => replace(call, undefined),
  replace: (call) => replace(call, "1"),
};

function plain(call: MethodCall, text: Code): Value | undefined {
  return call.arguments.length === 0 ? value(text, stringType, { of: [call.object] }) : undefined;
}

function withText(call: MethodCall, then: (text: Value) => Value): Value | undefined {
  const text = argument(call, 0);
  return text !== undefined && call.arguments.length === 1 && text.type.kind === "string" && !text.missing
    ? then(text)
    : undefined;
}

type Names = readonly [string, string, string];

function substringBounds(
  length: Code,
  [n, s, e]: Names,
  from: Value | undefined,
  to: Value | undefined,
): Code {
  const clamp = (one: Code): Code => code`$max([0, $min([${n}, ${one}])])`;
  const [start, end] = [clamp(from?.code ?? ["0"]), clamp(to?.code ?? [n])];
  return code`${n} := ${length}; ${s} := $min([${start}, ${end}]); ${e} := $max([${start}, ${end}])`;
}

function cut(
  call: MethodCall,
  bounds: (length: Code, names: Names, from: Value | undefined, to: Value | undefined) => Code,
): Value | undefined {
  const [from, to] = [argument(call, 0), argument(call, 1)];
  if (
    from === undefined ||
    call.arguments.length > 2 ||
    from.type.kind !== "number" ||
    (to !== undefined && to.type.kind !== "number")
  )
    return undefined;
  const text = call.lowering.freshLocal();
  const names: Names = [call.lowering.freshLocal(), call.lowering.freshLocal(), call.lowering.freshLocal()];
  const [, s, e] = names;
  const ends = bounds(code`$length(${text})`, names, from, to);
  return value(
    code`(${text} := ${call.object.code}; ${ends}; ${s} >= ${e} ? "" : $substring(${text}, ${s}, ${e} - ${s}))`,
    stringType,
    {
      of: [call.object, from, ...(to === undefined ? [] : [to])],
    },
  );
}

function pad(call: MethodCall, sign: string): Value | undefined {
  const [width, filler] = [argument(call, 0), argument(call, 1)];
  if (
    width === undefined ||
    width.type.kind !== "number" ||
    (filler !== undefined && filler.type.kind !== "string")
  )
    return undefined;
  const size = sign === "" ? width.code : code`(0 - ${width.code})`;
  return value(code`$pad(${call.object.code}, ${size}, ${filler?.code ?? ['" "']})`, stringType, {
    of: [call.object, width, ...(filler === undefined ? [] : [filler])],
  });
}

/** By a text that is not empty and for a text without `$`, which both engines read in their own way. */
function replace(call: MethodCall, limit: string | undefined): Value | undefined {
  const [search, put] = call.arguments;
  const isPlain = (node: typeof search, test: (text: string) => boolean): boolean =>
    node?.type === "Literal" && typeof node.value === "string" && test(node.value);
  if (!isPlain(search, (text) => text !== "") || !isPlain(put, (text) => !text.includes("$")))
    return undefined;
  const [from, to] = [argument(call, 0), argument(call, 1)];
  if (from === undefined || to === undefined) return undefined;
  return value(
    code`$replace(${call.object.code}, ${from.code}, ${to.code}${limit === undefined ? "" : `, ${limit}`})`,
    stringType,
    { of: [call.object] },
  );
}
