/** Something in a caller's input that cannot be used. */
export interface InputProblem {
  /** Where, in the caller's spelling: `jobVariables.launch_type`. */
  readonly path: string;
  /** What was given, what was expected, what to do. Starts with a small letter or a quote, for it follows the path. */
  readonly message: string;
}

/**
 * Turns an unknown value into a true type, or notes a problem and gives undefined. Undefined and null go through as
 * undefined without a problem: both mean "not given" (null is how Python's None arrives).
 */
export type Reader<Value> = (value: unknown, path: string, problems: InputProblem[]) => Value | undefined;

export function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}

/** The value for a message: texts in quotes and cut at 60 characters, other things by their kind. */
export function quoteValue(value: unknown): string {
  if (typeof value === "string")
    return JSON.stringify(value.length > 60 ? `${value.slice(0, 57)}...` : value);
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : `a list of ${value.length}`;
  if (typeof value === "function") return "a function";
  if (typeof value === "object" && value !== null) return "an object";
  return String(value);
}

/** Whether `value` is a plain object: what JSON calls one, neither a list nor a class instance such as Date. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function expect<Value>(isExpected: (value: unknown) => value is Value, expected: string): Reader<Value> {
  return (value, path, problems) => {
    if (!isGiven(value)) return undefined;
    if (isExpected(value)) return value;
    problems.push({ path, message: `is ${quoteValue(value)}; expected ${expected}` });
    return undefined;
  };
}

export const readText: Reader<string> = expect(
  (value): value is string => typeof value === "string" && value.trim() !== "",
  "a text that is not empty",
);

export const readBoolean: Reader<boolean> = expect(
  (value): value is boolean => typeof value === "boolean",
  "true or false",
);

export const readObject: Reader<Record<string, unknown>> = expect(isRecord, "an object");

export const readTextList: Reader<readonly string[]> = expect(
  (value): value is readonly string[] =>
    Array.isArray(value) && value.every((item) => typeof item === "string"),
  "a list of texts",
);

/** A whole number from `least` to `most`; digits in a text are taken too, as Prefect does. */
export function readWholeNumber(least: number, most = Number.MAX_SAFE_INTEGER): Reader<number> {
  const range = most === Number.MAX_SAFE_INTEGER ? `of ${least} or more` : `from ${least} to ${most}`;
  return (value, path, problems) => {
    if (!isGiven(value)) return undefined;
    const number = typeof value === "string" && /^\d+$/.test(value) ? Number(value) : value;
    if (typeof number === "number" && Number.isInteger(number) && number >= least && number <= most)
      return number;
    problems.push({ path, message: `is ${quoteValue(value)}; expected a whole number ${range}` });
    return undefined;
  };
}

export function readOneOf<const Value extends string>(...values: readonly Value[]): Reader<Value> {
  return expect(
    (value): value is Value => values.some((known) => known === value),
    values.map((known) => JSON.stringify(known)).join(" or "),
  );
}

/** Names to texts. A null value takes the name out, as Prefect does it; numbers and booleans are refused, not guessed at. */
export const readTextMap: Reader<Record<string, string>> = (value, path, problems) => {
  const object = readObject(value, path, problems);
  if (object === undefined) return undefined;
  const texts: [string, string][] = [];
  for (const [name, text] of Object.entries(object)) {
    if (!isGiven(text)) continue;
    if (typeof text === "string") texts.push([name, text]);
    else {
      const fix = typeof text === "object" ? "a text" : `the text ${JSON.stringify(String(text))}`;
      problems.push({ path: `${path}.${name}`, message: `is ${quoteValue(text)}; expected ${fix}` });
    }
  }
  // Unlike an assignment, this takes the name `__proto__` too.
  return Object.fromEntries(texts);
};
