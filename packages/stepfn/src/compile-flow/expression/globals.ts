import { isSurely, type GlobalFunction } from "./global-call.ts";
import { arrayFunctions } from "./array-functions.ts";
import { currentTime, parseDate } from "./dates.ts";
import { numberFunctions } from "./number-functions.ts";
import { objectFunctions } from "./object-functions.ts";
import { textFunctions } from "./text-functions.ts";
import { volatileValue } from "./volatile.ts";
import { numberType, stringType } from "../types/type.ts";

/** Functions of JavaScript's globals with an exact counterpart; any other is refused. */
export const globalFunctions: Readonly<Record<string, GlobalFunction>> = {
  ...numberFunctions,
  ...textFunctions,
  ...objectFunctions,
  ...arrayFunctions,
  "Math.random": ({ values, lowering }) =>
    values.length === 0 ? volatileValue("$random()", numberType, "random", lowering) : undefined,
  "crypto.randomUUID": ({ values, lowering }) =>
    values.length === 0 ? volatileValue("$uuid()", stringType, "uuid", lowering) : undefined,
  "Date.now": ({ values, lowering }) => (values.length === 0 ? currentTime(lowering) : undefined),
  "Date.parse": ({ node, values: [text], lowering }) =>
    isSurely(text, "string") ? parseDate(text, node, lowering) : undefined,
};
