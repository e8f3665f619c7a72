import { concatenate, executionName, expression, literal } from "../compile/jsonata.ts";
import { maxOverridesLength } from "../compile/overrides-budget.ts";
import type { Json, JsonObject } from "../json.ts";

/**
 * The input of a task as a variable of its container.
 *
 * Whether an input fits into the overrides is known at run time only, and a state that asked would cost a transition each time. So the
 * usual way is tried at once: the text is in the overrides, and where it does not fit, ECS refuses the call with
 * InvalidParameterException before anything is started. The state catches that, and goes the way through S3 (`input-stores.ts`).
 * Input that text would not carry exactly takes the same way: then the text is replaced by one that is too long for sure.
 */
export function inputEntry(input: Json): JsonObject | undefined {
  // `task()` and `task(null)` are the same state; a task without input is the one that there is.
  if (input === null) return undefined;
  return { Name: "ACME_INPUT", Value: inputValue(input) };
}

/** Whether the input is known to fit: it stands in the source. */
export function isShortForSure(input: Json): boolean {
  return toExpression(input) === undefined && JSON.stringify(input).length <= 1024;
}

function inputValue(input: Json): string {
  const source = toExpression(input);
  if (source === undefined) {
    const text = JSON.stringify(input);
    // Text that looks like an expression would be taken for one.
    return text.startsWith("{%") || text.endsWith("%}") ? expression(literal(text)) : text;
  }
  return expression(
    `( $v := ${source}; $t := ${jsonText("$v")}; ` +
      `$length($t) > ${maxOverridesLength} or $contains($t, /[\\x00-\\x1f]/) ? ${tooLong} : $parse($t) = $v ? $t : ${tooLong} )`,
  );
}

/** Refused by ECS whatever else is in the overrides. */
const tooLong = `$pad("", ${maxOverridesLength}, "-")`;

/**
 * JSON text of a value. `$string()` gives a string as it is, hence the object around it; AWS's leaves control characters as they are,
 * where JSON has escapes, and cuts numbers to 15 digits.
 */
function jsonText(value: string): string {
  const wrapped = `$string({"v": ${value}})`;
  const escaped = [
    ["\\n", "\\\\n"],
    ["\\r", "\\\\r"],
    ["\\t", "\\\\t"],
  ].reduce((text, [raw, escape]) => `$replace(${text}, "${raw}", "${escape}")`, wrapped);
  return `( $s := ${escaped}; $substring($s, 5, $length($s) - 6) )`;
}

/** JSONata for the key of a stored input, by the variable that has its id. */
export function inputKey(machine: string, variable: string): string {
  return concatenate(
    literal(`parameters/${machine}/`),
    executionName,
    literal("/"),
    `$${variable}`,
    literal(".json"),
  );
}

export function toExpression(input: Json): string | undefined {
  return typeof input === "string" ? /^\{%(.*)%\}$/s.exec(input)?.[1]?.trim() : undefined;
}
