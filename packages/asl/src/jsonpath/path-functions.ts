import type { Json } from "../json/json.ts";

/** Functions that end a path, `$.items.length()`; undefined where they do not apply. */
export const pathFunctions: { readonly [name: string]: (value: Json) => Json | undefined } = {
  length: (value) => (typeof value === "string" ? value.length : sizeOf(value)),
  size: (value) => sizeOf(value),
  keys: (value) =>
    typeof value === "object" && value !== null && !Array.isArray(value) ? Object.keys(value) : undefined,
  first: (value) => (Array.isArray(value) ? value[0] : undefined),
  last: (value) => (Array.isArray(value) ? value.at(-1) : undefined),
  min: ofNumbers((numbers) => numbers.reduce((least, number) => Math.min(least, number))),
  max: ofNumbers((numbers) => numbers.reduce((most, number) => Math.max(most, number))),
  sum: ofNumbers((numbers) => numbers.reduce((sum, number) => sum + number)),
  avg: ofNumbers((numbers) => numbers.reduce((sum, number) => sum + number) / numbers.length),
};

function sizeOf(value: Json): number | undefined {
  if (Array.isArray(value)) return value.length;
  return typeof value === "object" && value !== null ? Object.keys(value).length : undefined;
}

function ofNumbers(combine: (numbers: number[]) => number): (value: Json) => Json | undefined {
  return (value) => {
    const numbers = Array.isArray(value) ? value.filter((item) => typeof item === "number") : [];
    return numbers.length === 0 ? undefined : combine(numbers);
  };
}
