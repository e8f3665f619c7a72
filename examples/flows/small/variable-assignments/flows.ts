import { flow } from "acme-engine";

export const literals = flow({ name: "literals" }, async () => {
  const text = "text";
  const number = 0.42;
  const yes = true;
  const nothing = null;
  const list = [1, "two", [3], { four: 4 }];
  const object = { a: { b: { c: "deep" } }, "not a name": 1, text };
  return { text, number, yes, nothing, list, object };
});

interface Kinds {
  text: string;
  number: number;
  flag: boolean;
  list: string[];
  object: { a?: number };
  nothing: null;
  missing?: string;
  anything?: unknown;
}

/** Every value that typeof gives for JSON; also of what is computed, and compared. */
export const typeOfExpressions = flow({ name: "typeOfExpressions" }, async (kinds: Kinds) => {
  const { text, number, flag, list, object, nothing, missing, anything } = kinds;
  const computed = number + 1;
  let told = "";
  if (typeof anything === "string") told = "a text";
  else if (typeof anything === "number") told = "a number";
  else if (typeof anything === "boolean") told = "a truth";
  else if (typeof anything === "undefined") told = "missing";
  else if (typeof anything === "object") told = anything === null ? "nothing" : "an object";
  return {
    text: typeof text,
    number: typeof number,
    flag: typeof flag,
    list: typeof list,
    object: typeof object,
    nothing: typeof nothing,
    missing: typeof missing,
    anything: typeof anything,
    literal: typeof "x",
    computed: typeof computed,
    template: typeof `${number}`,
    compared: typeof (number > 1),
    element: typeof list[0],
    property: typeof object.a,
    isText: typeof text === "string",
    isNoText: typeof number !== "string",
    told,
  };
});

/** Every operator. */
export const binaryExpression = flow(
  { name: "binaryExpression" },
  async ({ a, b, text }: { a: number; b: number; text: string }) => {
    const sum = a + b;
    let counter = a;
    counter += 1;
    counter -= b;
    counter *= 2;
    counter++;
    return {
      sum,
      difference: a - b,
      product: a * b,
      quotient: a / 4,
      remainder: a % 3,
      power: b ** 2,
      joined: text + "!" + a,
      less: a < b,
      lessOrEqual: a <= b,
      greater: a > b,
      greaterOrEqual: a >= b,
      equal: a === b,
      different: a !== b,
      before: text < "m",
      and: a > 0 && b > 0,
      or: a > 100 || b > 100,
      either: text || "empty",
      present: text ?? "missing",
      negative: -a,
      not: !(a > b),
      grouped: (a + b) * (sum - 1),
      counter,
    };
  },
);

export const arrayWithIdentifiers = flow(
  { name: "arrayWithIdentifiers" },
  async ({ first, second }: { first: string; second: string[] }) => {
    const length = first.length;
    const pair = [first, length];
    return [first, second, length, pair, [second], { first }, ...second];
  },
);

/** Declared, and given a value on some ways only. */
export const unassignedVariable = flow(
  { name: "unassignedVariable" },
  async ({ text }: { text?: string }) => {
    let length: number | undefined;
    // oxlint-disable-next-line no-unassigned-vars
    let never: string | undefined;
    if (text !== undefined) {
      length = text.length;
    }
    return { length: length ?? -1, isUnassigned: never === undefined };
  },
);

export const assignmentToUndefined = flow(
  { name: "assignmentToUndefined" },
  async ({ text }: { text: string }) => {
    let value: string | undefined = text;
    const before = value;
    value = undefined;
    return { before, isUndefined: value === undefined, value: value ?? "none" };
  },
);

export const assignmentToNull = flow({ name: "assignmentToNull" }, async ({ text }: { text: string }) => {
  let value: string | null = text;
  const before = value;
  value = null;
  return { before, isNull: value === null, value };
});

export const arrayIndexer = flow(
  { name: "arrayIndexer" },
  async ({ list, grid, index }: { list: string[]; grid: number[][]; index: number }) => ({
    first: list[0] ?? null,
    at: list[index] ?? null,
    last: list[list.length - 1] ?? null,
    cell: grid[index]?.[1] ?? null,
    outside: list[99] ?? "outside",
  }),
);

const double = (n: number) => n * 2;
function label(text: string, n: number): string {
  return `${text}: ${double(n)}`;
}

/** Helpers of the module, and of the flow. */
export const functions = flow({ name: "functions" }, async ({ list }: { list: number[] }) => {
  const base = 10;
  const add = (n: number) => n + base;
  const describe = function (n: number) {
    const added = add(n);
    return label("value", added);
  };
  return { doubled: double(double(1)), added: list.map(add), described: list.map((n) => describe(n)) };
});
