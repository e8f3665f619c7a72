/**
 * Function signatures such as `<s-nn?:s>`: which arguments a function takes, and what may be left to the context.
 *
 * A letter stands for a type: s string, n number, b boolean, l null, o object, a array, f function, j any JSON, x anything,
 * `(sn)` one of several. `-` after it: the context stands in when the argument is left out; `?`: may be left out; `+`: once or more;
 * `a<s>`: an array of strings. An undefined argument fits every type but f.
 */
import { JsonataError } from "./jsonata-error.ts";

interface Parameter {
  type: string;
  /** Letters of the types that fit; `m` is an undefined argument. */
  fits: string;
  context: boolean;
  optional: boolean;
  repeated: boolean;
  /** Types inside an array, as written between `<` and `>`. */
  items: string | undefined;
}

export interface Signature {
  readonly source: string;
  /** Arguments as the function gets them: the context filled in, single values as arrays where one is wanted.
   * @throws JsonataError T0410, T0411 or T0412 */
  validate(args: unknown[], context: unknown): unknown[];
}

/**
 * @param position Where the signature stands in the expression, for errors.
 * @throws JsonataError S0401, S0402
 */
export function parseSignature(source: string, position = 0): Signature {
  const parameters = parseParameters(source, position);
  const pattern = parameters.map((parameter) => `(${patternOf(parameter)})`).join("");
  return createSignature(source, parameters, new RegExp(`^${pattern}$`));
}

function parseParameters(source: string, position: number): Parameter[] {
  const parameters: Parameter[] = [];
  const add = (type: string, fits: string): void => {
    parameters.push({ type, fits, context: false, optional: false, repeated: false, items: undefined });
  };
  for (let at = 1; at < source.length && source[at] !== ":"; at++) {
    const symbol = source.charAt(at);
    const previous = parameters.at(-1);
    switch (symbol) {
      case "s":
      case "n":
      case "b":
      case "l":
      case "o":
        add(symbol, `${symbol}m`);
        break;
      case "a":
      case "x":
        add(symbol, "asnblfom");
        break;
      case "f":
        add(symbol, "f");
        break;
      case "j":
        add(symbol, "asnblom");
        break;
      case "-":
        if (previous !== undefined) {
          previous.context = true;
          previous.optional = true;
        }
        break;
      case "?":
        if (previous !== undefined) previous.optional = true;
        break;
      case "+":
        if (previous !== undefined) previous.repeated = true;
        break;
      case "(": {
        const end = closingBracket(source, at, "(", ")");
        const choice = source.substring(at + 1, end);
        if (choice.includes("<")) {
          throw new JsonataError("S0402", { position: position + at, value: choice });
        }
        add(`(${choice})`, `${choice}m`);
        at = end;
        break;
      }
      case "<": {
        if (previous?.type !== "a" && previous?.type !== "f") {
          throw new JsonataError("S0401", { position: position + at, value: previous?.type });
        }
        const end = closingBracket(source, at, "<", ">");
        previous.items = source.substring(at + 1, end);
        at = end;
        break;
      }
      default:
    }
  }
  return parameters;
}

function closingBracket(source: string, start: number, open: string, close: string): number {
  let depth = 1;
  let at = start + 1;
  for (; at < source.length; at++) {
    if (source[at] === open) depth++;
    else if (source[at] === close && --depth === 0) break;
  }
  return at;
}

function patternOf({ fits, optional, repeated }: Parameter): string {
  return `[${fits.replaceAll(/[^a-z]/g, "")}]${optional ? "?" : repeated ? "+" : ""}`;
}

function createSignature(source: string, parameters: Parameter[], pattern: RegExp): Signature {
  const repeats = parameters.some((parameter) => parameter.repeated);
  return {
    source,
    validate(args, context) {
      if (!repeats && fitsOneToOne(parameters, args)) {
        return args.length === 0
          ? args
          : parameters.map((parameter, index) => coerce(parameter, args, index));
      }
      return assign(parameters, pattern, args, context);
    },
  };
}

/** Whether each argument fits the parameter at its place and only optional ones are left out: nothing to search for. */
function fitsOneToOne(parameters: Parameter[], args: unknown[]): boolean {
  if (args.length > parameters.length) return false;
  for (let index = 0; index < parameters.length; index++) {
    const parameter = parameters[index];
    if (parameter === undefined) return false;
    if (index >= args.length) {
      if (parameter.context || !parameter.optional) return false;
    } else if (!parameter.fits.includes(typeLetter(args[index]))) {
      return false;
    }
  }
  return true;
}

/** Which argument belongs to which parameter: the arguments' letters are matched by a regular expression of the parameters. */
function assign(parameters: Parameter[], pattern: RegExp, args: unknown[], context: unknown): unknown[] {
  const letters = args.map(typeLetter).join("");
  const match = pattern.exec(letters);
  if (match === null) throw mismatch(parameters, letters, args);
  const assigned: unknown[] = [];
  let next = 0;
  for (const [index, parameter] of parameters.entries()) {
    const matched = match[index + 1] ?? "";
    if (matched !== "") {
      for (let count = 0; count < matched.length; count++) assigned.push(coerce(parameter, args, next++));
    } else if (parameter.context) {
      if (!parameter.fits.includes(typeLetter(context))) {
        throw new JsonataError("T0411", { value: context, index: next + 1 });
      }
      assigned.push(context);
    } else {
      assigned.push(args[next++]);
    }
  }
  return assigned;
}

function mismatch(parameters: Parameter[], letters: string, args: unknown[]): JsonataError {
  let partial = "^";
  let good = 0;
  for (const parameter of parameters) {
    partial += patternOf(parameter);
    const match = new RegExp(partial).exec(letters);
    if (match === null) break;
    good = match[0].length;
  }
  return new JsonataError("T0410", { value: args[good], index: good + 1 });
}

const itemNames: Readonly<Record<string, string>> = {
  a: "arrays",
  b: "booleans",
  f: "functions",
  n: "numbers",
  o: "objects",
  s: "strings",
};

function coerce(parameter: Parameter, args: unknown[], index: number): unknown {
  const value = args[index];
  if (parameter.type !== "a" || value === undefined) return value;
  const { items } = parameter;
  if (items !== undefined && !hasItems(value, items)) {
    throw new JsonataError("T0412", { value, index: index + 1, type: itemNames[items] });
  }
  return Array.isArray(value) ? value : [value];
}

function hasItems(value: unknown, items: string): boolean {
  if (!Array.isArray(value)) return typeLetter(value) === items;
  const wanted = items.charAt(0);
  for (const item of value) {
    if (typeLetter(item) !== wanted) return false;
  }
  return true;
}

function typeLetter(value: unknown): string {
  switch (typeof value) {
    case "string":
      return "s";
    case "number":
      return "n";
    case "boolean":
      return "b";
    case "function":
      return "f";
    case "object":
      if (value === null) return "l";
      return Array.isArray(value) ? "a" : "o";
    default:
      return "m";
  }
}
