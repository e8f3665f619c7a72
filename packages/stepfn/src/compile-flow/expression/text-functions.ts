import { isAll, stringType, unknownType, booleanType } from "../types/type.ts";
import { type Code, code } from "./code.ts";
import { type GlobalFunction, isSurely } from "./global-call.ts";
import { toText } from "./text.ts";
import { toBoolean } from "./truthiness.ts";
import { value } from "./value.ts";

function ofText(make: (text: string) => Code, fallible = false): GlobalFunction {
  return ({ values: [text], lowering, node }) => {
    if (!isSurely(text, "string") || node.arguments.length > 1) return undefined;
    const local = lowering.freshLocal();
    return value(code`(${local} := ${text.code}; ${make(local)})`, stringType, { of: [text], fallible });
  };
}

/** In JavaScript a byte is a character, and on AWS characters are UTF-8: they agree on ASCII. */
const isAscii = (text: string): string => String.raw`$not($contains(${text}, /[^\x00-\x7f]/))`;

export const textFunctions: Readonly<Record<string, GlobalFunction>> = {
  String: ({ values: [one], node, lowering }) =>
    one === undefined ? undefined : toText(one, node, lowering),
  Boolean: ({ values: [one], lowering }) => (one === undefined ? undefined : toBoolean(one, lowering)),
  "Array.isArray": ({ values: [one] }) =>
    one === undefined ? undefined : value(code`($type(${one.code}) = "array")`, booleanType, { of: [one] }),
  "JSON.parse": ({ values: [one] }) =>
    one === undefined ? undefined : value(code`$parse(${one.code})`, unknownType, { fallible: true }),
  // Numbers have at most 15 digits in it.
  "JSON.stringify": ({ values, lowering }) => {
    const [one] = values;
    if (values.length !== 1 || one === undefined || one.missing) return undefined;
    if (isAll(one.type, "array", "object"))
      return value(code`$string(${one.code})`, stringType, { of: [one] });
    const local = lowering.freshLocal();
    return value(
      code`(${local} := $string([${one.code}]); $substring(${local}, 1, $length(${local}) - 2))`,
      stringType,
      { of: [one] },
    );
  },
  encodeURIComponent: ofText((text) => code`$encodeUrlComponent(${text})`),
  // On AWS a plus is a blank.
  decodeURIComponent: ofText((text) => code`$decodeUrlComponent($replace(${text}, "+", "%2B"))`, true),
  btoa: ofText(
    (text) => code`${isAscii(text)} ? $base64encode(${text}) : $error("base64 of what is not ASCII")`,
    true,
  ),
  atob: ofText(
    (text) =>
      code`${text} := $base64decode(${text}); ${isAscii(text)} ? ${text} : $error("base64 of what is not ASCII")`,
    true,
  ),
};
