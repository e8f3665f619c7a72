import { flow } from "acme-engine";

export const concatStrings = flow(
  { name: "concatStrings" },
  async ({ first, last, age }: { first: string; last: string; age: number }) => {
    const name = first + " " + last;
    let line = name + ", ";
    line += age + 1;
    line = line + " next year" + (age > 99 ? "!" : ".");
    return { name, line, initials: first[0] + "." + last[0] + "." };
  },
);

export const numbers = flow({ name: "numbers" }, async ({ a, b }: { a: number; b: number }) => {
  const sum = a + b;
  const scaled = sum * 2 - b / 4;
  return {
    sum,
    scaled,
    rest: a % 3,
    power: a ** 2,
    negative: -a,
    rounded: Math.round(scaled),
    floor: Math.floor(scaled),
    ceil: Math.ceil(scaled),
    max: Math.max(a, b, 0),
    absolute: Math.abs(a - b),
    grouped: (a + b) * (a - b),
    constant: 1_000 + 0.5 + 1e3,
  };
});

export const booleans = flow({ name: "booleans" }, async ({ a, b }: { a: boolean; b: boolean }) => ({
  and: a && b,
  or: a || b,
  not: !a,
  xor: a !== b,
  same: a === b,
  nand: !(a && b),
  both: [a && !b, !a && b],
  literal: true,
}));

/** Parameters that are missing, null, defaults, nested, and the rest. */
export const parameters = flow(
  { name: "parameters" },
  async ({
    id,
    note = "none",
    nested: { deep = 1 } = {},
    list: [head = "empty", ...tail] = [],
    ...others
  }: {
    id: string;
    note?: string | null;
    nested?: { deep?: number };
    list?: string[];
    other?: boolean;
  }) => ({ id, note, deep, head, tail, others }),
);
