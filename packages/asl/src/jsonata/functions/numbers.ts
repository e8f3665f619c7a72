import { JsonataError } from "../jsonata-error.ts";
import { builtin } from "./builtin.ts";
import type { Builtin } from "./builtin.ts";
import { formatInteger, parseInteger } from "./format-integer.ts";
import { formatNumber } from "./format-number.ts";
import { round } from "./round.ts";

type Num = number | undefined;
type Numbers = number[] | undefined;

/** Functions on numbers and on lists of numbers. */
export const numberFunctions: Readonly<Record<string, Builtin>> = {
  sum: builtin("<a<n>:n>", 1, ({ run }, numbers: Numbers) => {
    run.spend(numbers?.length ?? 0);
    return numbers === undefined ? undefined : total(numbers);
  }),
  max: builtin("<a<n>:n>", 1, (_call, numbers: Numbers) => extreme(numbers, Math.max)),
  min: builtin("<a<n>:n>", 1, (_call, numbers: Numbers) => extreme(numbers, Math.min)),
  average: builtin("<a<n>:n>", 1, (_call, numbers: Numbers) =>
    numbers === undefined || numbers.length === 0 ? undefined : total(numbers) / numbers.length,
  ),
  number: builtin("<(nsb)-:n>", 1, (_call, value: unknown) => toNumber(value)),
  floor: builtin("<n-:n>", 1, (_call, value: Num) => (value === undefined ? undefined : Math.floor(value))),
  ceil: builtin("<n-:n>", 1, (_call, value: Num) => (value === undefined ? undefined : Math.ceil(value))),
  round: builtin("<n-n?:n>", 2, (_call, value: Num, precision: Num) =>
    value === undefined ? undefined : round(value, precision),
  ),
  abs: builtin("<n-:n>", 1, (_call, value: Num) => (value === undefined ? undefined : Math.abs(value))),
  sqrt: builtin("<n-:n>", 1, (_call, value: Num) => {
    if (value === undefined) return undefined;
    if (value < 0) throw new JsonataError("D3060", { value, index: 1 });
    return Math.sqrt(value);
  }),
  power: builtin("<n-n:n>", 2, (_call, value: Num, exponent: Num) => {
    if (value === undefined) return undefined;
    const result = value ** (exponent ?? Number.NaN);
    if (!Number.isFinite(result)) throw new JsonataError("D3061", { value, exp: exponent, index: 1 });
    return result;
  }),
  formatBase: builtin("<n-n?:s>", 2, (_call, value: Num, base: Num) => {
    if (value === undefined) return undefined;
    const radix = base === undefined ? 10 : round(base);
    if (radix < 2 || radix > 36) throw new JsonataError("D3100", { value: radix });
    return round(value).toString(radix);
  }),
  formatNumber: builtin(
    "<n-so?:s>",
    3,
    ({ run }, value: Num, picture: string | undefined, options: Record<string, unknown> | undefined) => {
      if (value === undefined || picture === undefined) return undefined;
      run.spend(picture.length);
      return formatNumber(value, picture, options);
    },
  ),
  formatInteger: builtin("<n-s:s>", 2, ({ run }, value: Num, picture: string | undefined) => {
    if (value === undefined || picture === undefined) return undefined;
    run.spend(picture.length);
    return formatInteger(value, picture);
  }),
  parseInteger: builtin("<s-s:n>", 2, (_call, text: string | undefined, picture: string | undefined) =>
    text === undefined || picture === undefined ? undefined : parseInteger(text, picture),
  ),
};

function total(numbers: readonly number[]): number {
  let sum = 0;
  for (const number of numbers) sum += number;
  return sum;
}

function extreme(numbers: Numbers, choose: (one: number, other: number) => number): Num {
  const [first, ...others] = numbers ?? [];
  return first === undefined ? undefined : others.reduce((best, number) => choose(best, number), first);
}

const decimal = /^-?[0-9]+(?:\.[0-9]+)?(?:[Ee][-+]?[0-9]+)?$/;
const otherBase = /^0[xX][0-9A-Fa-f]+|0[oO][0-7]+|0[bB][0-1]+$/;

function toNumber(value: unknown): Num {
  if (value === undefined || typeof value === "number") return value;
  if (typeof value === "boolean") return value ? 1 : 0;
  if (typeof value === "string") {
    if (decimal.test(value) && Number.isFinite(Number(value))) return Number(value);
    if (otherBase.test(value)) return Number(value);
  }
  throw new JsonataError("D3030", { value, index: 1 });
}
