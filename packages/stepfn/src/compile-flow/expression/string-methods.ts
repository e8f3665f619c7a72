import {
  arrayOf,
  booleanType,
  isAll,
  numberType,
  stringType,
  undefinedType,
  unionOf,
} from "../types/type.ts";
import { argument, type Method, type MethodCall, sliceBounds } from "./method-call.ts";
import { type Code, code, joinCode, renderCode } from "./code.ts";
import { toText } from "./text.ts";
import { blanks } from "./regex/blanks.ts";
import { type Value, value } from "./value.ts";

/** Methods of texts; any other is refused. Those that count do so in code points: texts beyond the BMP differ. */
export const stringMethods: Readonly<Record<string, Method>> = {
  toUpperCase: (call) => plain(call, code`$uppercase(${call.object.code})`),
  toLowerCase: (call) => plain(call, code`$lowercase(${call.object.code})`),
  trim: (call) =>
    plain(call, code`$replace(${call.object.code}, /^[${blanks}]+|[${blanks}]+(?![\\s\\S])/, "")`),
  trimStart: (call) => plain(call, code`$replace(${call.object.code}, /^[${blanks}]+/, "")`),
  trimEnd: (call) => plain(call, code`$replace(${call.object.code}, /[${blanks}]+(?![\\s\\S])/, "")`),
  toString: (call: MethodCall) => plain(call, call.object.code),
  charAt: (call) => character(call, '""', false),
  at: (call) => character(call, "null", true),
  concat(call) {
    const texts = call.arguments.map((_, index) => argument(call, index));
    const known = texts.filter((one): one is Value => one !== undefined);
    if (known.length < texts.length) return undefined;
    const all = [call.object, ...known.map((one) => toText(one, call.node, call.lowering))];
    return value(
      code`(${joinCode(
        all.map((one) => one.code),
        " & ",
      )})`,
      stringType,
      { of: all },
    );
  },
  lastIndexOf: (call) =>
    withText(call, (text) => {
      // Where it could overlap itself, the parts around it do not say where it stands last.
      if (!isWithoutBorder(renderCode(text.code))) return undefined;
      const [whole, part, parts] = [
        call.lowering.freshLocal(),
        call.lowering.freshLocal(),
        call.lowering.freshLocal(),
      ];
      const last = code`$length(${whole}) - $length(${part}) - $length(${parts}[-1])`;
      return value(
        code`(${whole} := ${call.object.code}; ${part} := ${text.code}; ${part} = "" ? $length(${whole}) : (${parts} := $split(${whole}, ${part}); $count(${parts}) = 1 ? -1 : ${last}))`,
        numberType,
        { of: [call.object, text] },
      );
    }),
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
      code`(${n} := ${count.code}; ${n} <= -1 ? $error("a text cannot be repeated less than no times") : ${n} < 1 ? "" : $join([$map([1..$floor(${n})], function(){${call.object.code}})]))`,
      stringType,
      { of: [call.object, count], fallible: !/^\d+$/.test(renderCode(count.code)) },
    );
  },
  replaceAll: (call) => replace(call, undefined),
  replace: (call) => replace(call, "1"),
};

function plain(call: MethodCall, text: Code): Value | undefined {
  return call.arguments.length === 0 ? value(text, stringType, { of: [call.object] }) : undefined;
}

/** A literal that cannot overlap itself. */
function isWithoutBorder(literal: string): boolean {
  if (!literal.startsWith('"')) return false;
  const text = JSON.parse(literal) as string;
  for (let length = 1; length < text.length; length++) if (text.endsWith(text.slice(0, length))) return false;
  return text !== "";
}

function withText(call: MethodCall, then: (text: Value) => Value | undefined): Value | undefined {
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

/** `text.at(-1)`, `text.charAt(2)`. */
function character(call: MethodCall, otherwise: string, isFromEnd: boolean): Value | undefined {
  const index = call.arguments.length === 1 ? argument(call, 0) : undefined;
  if (index === undefined || index.type.kind !== "number" || index.missing) return undefined;
  const [text, at, count] = [
    call.lowering.freshLocal(),
    call.lowering.freshLocal(),
    call.lowering.freshLocal(),
  ];
  const whole = code`${at} < 0 ? $ceil(${at}) : $floor(${at})`;
  const fromEnd = isFromEnd ? `; ${at} := ${at} < 0 ? ${count} + ${at} : ${at}` : "";
  return value(
    code`(${text} := ${call.object.code}; ${at} := ${index.code}; ${at} := ${whole}; ${count} := $length(${text})${fromEnd}; ${at} >= 0 and ${at} < ${count} ? $substring(${text}, ${at}, 1) : ${otherwise})`,
    isFromEnd ? unionOf(stringType, undefinedType) : stringType,
    { of: [call.object, index] },
  );
}

/** By texts without `$`, which stands for parts of what is found; an empty text is found everywhere, and fails. */
function replace(call: MethodCall, limit: string | undefined): Value | undefined {
  const [search, put] = call.arguments;
  const isPlain = (node: typeof search, test: (text: string) => boolean): boolean =>
    node?.type === "Literal" && typeof node.value === "string" && test(node.value);
  if (call.arguments.length !== 2 || search === undefined || put === undefined) return undefined;
  if (put.type === "ArrowFunctionExpression" || put.type === "FunctionExpression") return undefined;
  const [from, to] = [argument(call, 0), argument(call, 1)];
  if (from?.type.kind !== "string" || to?.type.kind !== "string" || from.missing || to.missing)
    return undefined;
  const rest = limit === undefined ? "" : `, ${limit}`;
  const isSafe = isPlain(search, (text) => text !== "") && isPlain(put, (text) => !text.includes("$"));
  if (isSafe)
    return value(code`$replace(${call.object.code}, ${from.code}, ${to.code}${rest})`, stringType, {
      of: [call.object],
    });
  const [found, given] = [call.lowering.freshLocal(), call.lowering.freshLocal()];
  // An empty text is found before each character and at the end.
  const between = code`$join($split(${call.object.code}, ""), ${given})`;
  const empty =
    limit === undefined
      ? code`(${call.object.code} = "" ? ${given} : ${given} & ${between} & ${given})`
      : code`${given} & ${call.object.code}`;
  return value(
    code`(${found} := ${from.code}; ${given} := ${to.code}; $contains(${given}, "$") ? $error("a $ in a replacement stands for a part of what is found") : ${found} = "" ? ${empty} : $replace(${call.object.code}, ${found}, ${given}${rest}))`,
    stringType,
    { fallible: true },
  );
}
