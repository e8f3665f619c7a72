import type { CallExpression, Expression, NewExpression } from "oxc-parser";
import { isAll, mayBeNullish, numberType, stringType } from "../types/type.ts";
import { type Code, code, quote } from "./code.ts";
import type { Lowering } from "./lowering.ts";
import type { Scope } from "./scope.ts";
import { refusedValue, type Value, value } from "./value.ts";
import { volatileValue } from "./volatile.ts";

/** The milliseconds of an expression that is a date, `new Date(…)` or the name of one; undefined for all else. */
export function dateOf(node: unknown, scope: Scope, lowering: Lowering): Value | undefined {
  const expression = node as Expression | undefined;
  if (expression?.type === "Identifier") {
    const found = scope.find(expression.name);
    return found?.kind === "date" ? found.milliseconds : undefined;
  }
  const isDate =
    expression?.type === "NewExpression" &&
    expression.callee.type === "Identifier" &&
    expression.callee.name === "Date" &&
    scope.find("Date") === undefined;
  return isDate ? newDate(expression, scope, lowering) : undefined;
}

function newDate(node: NewExpression, scope: Scope, lowering: Lowering): Value {
  const [argument] = node.arguments;
  if (argument === undefined) return currentTime(lowering);
  if (node.arguments.length > 1 || argument.type === "SpreadElement") {
    return refuse(
      node,
      "the parts of a date are read in the machine's own time zone",
      'write a text with its offset: new Date("2026-01-31T06:00:00Z")',
      lowering,
    );
  }
  const other = dateOf(argument, scope, lowering);
  if (other !== undefined) return other;
  const given = lowering.lower(argument, scope);
  const isSure = !given.missing && !mayBeNullish(given.type);
  if (isSure && isAll(given.type, "number")) {
    const local = lowering.freshLocal();
    const whole = code`(${local} := ${given.code}; ${local} < 0 ? $ceil(${local}) : $floor(${local}))`;
    return value(
      /^\d+$/.test(String(given.code[0])) && given.code.length === 1 ? given.code : whole,
      numberType,
      {
        of: [given],
      },
    );
  }
  if (isSure && isAll(given.type, "string")) return parseDate(given, argument, lowering);
  return refuse(
    argument,
    "it is not known whether this is a text or a number of milliseconds",
    "annotate it",
    lowering,
  );
}

/** `Date.now()`. */
export function currentTime(lowering: Lowering): Value {
  return volatileValue("$millis()", numberType, "now", lowering);
}

/** Dates whose text says everything: JavaScript would add the machine's time zone to others, and JSONata UTC. */
const complete = String.raw`/^[0-9]{4}\-[0-9]{2}\-[0-9]{2}(T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?(Z|[\-+][0-9]{2}:[0-9]{2}))?(?![\s\S])/`;
const completeLiteral = /^"\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[-+]\d{2}:\d{2}))?"$/;

/** `Date.parse(text)`: fails where JavaScript gives NaN, and for texts that leave their offset open. */
export function parseDate(text: Value, node: { start: number; end: number }, lowering: Lowering): Value {
  const [only] = text.code;
  const isLiteral = text.code.length === 1 && typeof only === "string" && only.startsWith('"');
  if (isLiteral && typeof only === "string") {
    const milliseconds = completeLiteral.test(only) ? Date.parse(JSON.parse(only) as string) : Number.NaN;
    if (Number.isNaN(milliseconds))
      return refuse(
        node,
        "this date does not say its offset from UTC, so it is another moment on another machine",
        'write all of it: "2026-01-31T06:00:00Z"',
        lowering,
      );
    return value([String(milliseconds)], numberType);
  }
  const [local, moment] = [lowering.freshLocal(), lowering.freshLocal()];
  const failure = code`$error(${quote("a date is a text like 2026-01-31T06:00:00Z")})`;
  return value(
    code`(${local} := ${text.code}; ${moment} := $contains(${local}, ${complete}) ? $toMillis(${local}) : ${failure}; ${moment} = ${moment} ? ${moment} : ${failure})`,
    numberType,
    { fallible: true },
  );
}

const day = 86_400_000;

/** Methods of dates, of their milliseconds. */
const dateMethods: Readonly<Record<string, (milliseconds: Code) => Value>> = {
  getTime: (milliseconds) => value(milliseconds, numberType),
  valueOf: (milliseconds: Code) => value(milliseconds, numberType),
  toISOString: (milliseconds) => value(code`$fromMillis(${milliseconds})`, stringType),
  toJSON: (milliseconds) => value(code`$fromMillis(${milliseconds})`, stringType),
  getUTCFullYear: (milliseconds) => part(milliseconds, 0, 4),
  getUTCMonth: (milliseconds) => value(code`(${part(milliseconds, 5, 2).code} - 1)`, numberType),
  getUTCDate: (milliseconds) => part(milliseconds, 8, 2),
  getUTCHours: (milliseconds) => part(milliseconds, 11, 2),
  getUTCMinutes: (milliseconds) => part(milliseconds, 14, 2),
  getUTCSeconds: (milliseconds) => part(milliseconds, 17, 2),
  getUTCMilliseconds: (milliseconds) => part(milliseconds, 20, 3),
  // The first day of the count was a Thursday.
  getUTCDay: (milliseconds) =>
    value(code`((($floor(${milliseconds} / ${String(day)}) + 4) % 7 + 7) % 7)`, numberType),
};

/** Of the text that is the same for every date from year 0 to 9999. */
function part(milliseconds: Code, from: number, length: number): Value {
  return value(
    code`$number($substring($fromMillis(${milliseconds}), ${String(from)}, ${String(length)}))`,
    numberType,
  );
}

export function callOnDate(
  milliseconds: Value,
  method: string,
  node: CallExpression,
  lowering: Lowering,
): Value {
  const known = Object.hasOwn(dateMethods, method) ? dateMethods[method] : undefined;
  if (known === undefined || node.arguments.length > 0) {
    const isLocal = /^get(?!UTC)|^to|^set/.test(method);
    return refuse(
      node,
      isLocal
        ? `"${method}" depends on the machine's time zone, or changes the date`
        : `"${method}" of a date has no counterpart`,
      "use toISOString(), getTime() or getUTCHours() and its like",
      lowering,
    );
  }
  const result = known(milliseconds.code);
  return { ...result, fallible: result.fallible || milliseconds.fallible };
}

/** A date where a value is asked for: JSON has none. */
export function refuseDate(node: { start: number; end: number }, lowering: Lowering): Value {
  return refuse(node, "a date is no JSON value", "write toISOString() or getTime() behind it", lowering);
}

function refuse(
  node: { start: number; end: number },
  message: string,
  help: string,
  lowering: Lowering,
): Value {
  lowering.diagnostics.report("ACME1118", node, message, { help });
  return refusedValue;
}
