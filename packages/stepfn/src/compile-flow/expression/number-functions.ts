import { booleanType, isAll, numberType } from "../types/type.ts";
import { type Code, code, joinCode, quote } from "./code.ts";
import { type GlobalFunction, isSure, isSurely } from "./global-call.ts";
import type { Lowering } from "./lowering.ts";
import { power } from "./operators.ts";
import { blanks } from "./regex/blanks.ts";
import { present, type Value, value } from "./value.ts";

function numeric(count: number, make: (...codes: readonly string[]) => string): GlobalFunction {
  return ({ values, lowering }) => {
    if (values.length !== count) return undefined;
    const names = values.map(() => lowering.freshLocal());
    const binds = values.map(
      (one, index) => code`${names[index] ?? ""} := ${present(one, lowering.freshLocal).code}`,
    );
    return value(code`(${joinCode(binds, "; ")}; ${make(...names)})`, numberType, {
      of: values,
      fallible: !values.every(({ type, missing }) => type.kind === "number" && !missing),
    });
  };
}

/** `Math.max(...xs, y)`; of nothing it is infinite in JavaScript, and fails. */
function extreme(name: string): GlobalFunction {
  return ({ node, values, lowering, scope }) => {
    const spread = node.arguments.length === 1 ? node.arguments[0] : undefined;
    if (spread?.type === "SpreadElement") {
      const list = lowering.lower(spread.argument, scope);
      if (!isSurely(list, "array") || list.type.kind !== "array" || !isAll(list.type.item, "number"))
        return undefined;
      const local = lowering.freshLocal();
      return value(
        code`(${local} := ${list.code}; $count(${local}) = 0 ? $error(${quote("the greatest or least of no numbers")}) : ${name}(${local}))`,
        numberType,
        { fallible: true },
      );
    }
    if (values.length === 0 || !values.every((one) => isSurely(one, "number"))) return undefined;
    return value(
      code`${name}([${joinCode(
        values.map((one) => one.code),
        ", ",
      )}])`,
      numberType,
      { of: values },
    );
  };
}

const digits = String.raw`([0-9]+\.?[0-9]*|\.[0-9]+)([eE][\-+]?[0-9]+)?`;

const plus = "/^[+]/";
const bareStart = String.raw`/^([\-]?)\./`;
const bareEnd = String.raw`/\.(?![0-9])/`;
const wholeNumber = String.raw`/^[\-+]?${digits}(?![\s\S])/`;
const outerBlanks = String.raw`/^[${blanks}]+|[${blanks}]+(?![\s\S])/`;
const hexadecimal = String.raw`/^[${blanks}]*[\-+]?0[xX]/`;

/** The number that a text of digits says: `$number` knows no plus, and wants digits on both sides of the point. */
function parsed(text: string, lowering: Lowering): Code {
  const found = lowering.freshLocal();
  const started = code`$replace($replace(${text}, ${plus}, ""), ${bareStart}, function(${found}){${found}.groups[0] & "0."})`;
  return code`$number($replace(${started}, ${bareEnd}, ""))`;
}

/** `Number(text)`: fails where JavaScript gives NaN or Infinity. */
export function numberOf(one: Value, lowering: Lowering): Value {
  if (isSure(one, "number")) return one;
  if (isSure(one, "boolean")) return value(code`(${one.code} ? 1 : 0)`, numberType, { of: [one] });
  if (!isSure(one, "string"))
    return value(code`$number(${present(one, lowering.freshLocal).code})`, numberType, { fallible: true });
  const text = lowering.freshLocal();
  const trimmed = code`$replace(${one.code}, ${outerBlanks}, "")`;
  const known = code`$contains(${text}, ${wholeNumber})`;
  return value(
    code`(${text} := ${trimmed}; ${text} = "" ? 0 : ${known} ? ${parsed(text, lowering)} : $error("a text that is no number"))`,
    numberType,
    { fallible: true },
  );
}

/** `parseInt(text, 10)` and `parseFloat(text)`: the number that a text begins with. */
function leading(pattern: string): GlobalFunction {
  return ({ node, values: [one], lowering }) => {
    const radix = node.arguments[1];
    const isDecimal = radix === undefined || (radix.type === "Literal" && radix.value === 10);
    if (!isSurely(one, "string") || !isDecimal || node.arguments.length > 2) return undefined;
    const [found, text] = [lowering.freshLocal(), lowering.freshLocal()];
    // Without a radix, 0x begins a number of another base.
    const isHex = radix === undefined ? code`$contains(${text}, ${hexadecimal}) or ` : "";
    const start = String.raw`/^[${blanks}]*([\-+]?${pattern})/`;
    return value(
      code`(${text} := ${one.code}; ${found} := $match(${text}, ${start}, 1); ${isHex}$not($exists(${found})) ? $error("a text that begins with no number") : (${text} := ${found}.groups[0]; ${parsed(text, lowering)}))`,
      numberType,
      { fallible: true },
    );
  };
}

/** Whether it is an integer; of what may be no number the type is asked. */
const isInteger: GlobalFunction = ({ values: [one], lowering }) => {
  if (one === undefined) return undefined;
  const local = lowering.freshLocal();
  return value(
    code`(${local} := ${present(one, lowering.freshLocal).code}; $type(${local}) = "number" ? ${local} = $floor(${local}) : false)`,
    booleanType,
    { of: [one] },
  );
};

/** Every number of a state machine is finite; a computation that gives another fails. */
const isNumber: GlobalFunction = ({ values: [one], lowering }) =>
  one === undefined
    ? undefined
    : value(code`($type(${present(one, lowering.freshLocal).code}) = "number")`, booleanType, { of: [one] });

const parseInteger = leading("[0-9]+");
const parseFloating = leading(digits);

export const numberFunctions: Readonly<Record<string, GlobalFunction>> = {
  "Math.floor": numeric(1, (a) => `$floor(${a})`),
  "Math.ceil": numeric(1, (a) => `$ceil(${a})`),
  "Math.abs": numeric(1, (a) => `$abs(${a})`),
  "Math.sqrt": numeric(1, (a) => `$sqrt(${a})`),
  "Math.trunc": numeric(1, (a) => `${a} < 0 ? $ceil(${a}) : $floor(${a})`),
  "Math.sign": numeric(1, (a) => `${a} > 0 ? 1 : ${a} < 0 ? -1 : 0`),
  // $round() rounds half to even.
  "Math.round": numeric(1, (a) => `${a} - $floor(${a}) >= 0.5 ? $floor(${a}) + 1 : $floor(${a})`),
  "Math.max": extreme("$max"),
  "Math.min": extreme("$min"),
  "Math.pow": ({ values: [base, exponent], lowering }) =>
    isSurely(base, "number") && isSurely(exponent, "number") ? power(base, exponent, lowering) : undefined,
  Number: ({ values: [one], lowering }) => (one === undefined ? undefined : numberOf(one, lowering)),
  parseInt: parseInteger,
  parseFloat: parseFloating,
  "Number.parseInt": parseInteger,
  "Number.parseFloat": parseFloating,
  "Number.isInteger": isInteger,
  "Number.isFinite": isNumber,
};
