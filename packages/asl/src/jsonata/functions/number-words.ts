/** Whole numbers in English words, Roman numerals and letters, and back. */

const few = [
  "Zero",
  "One",
  "Two",
  "Three",
  "Four",
  "Five",
  "Six",
  "Seven",
  "Eight",
  "Nine",
  "Ten",
  "Eleven",
  "Twelve",
  "Thirteen",
  "Fourteen",
  "Fifteen",
  "Sixteen",
  "Seventeen",
  "Eighteen",
  "Nineteen",
];
const fewOrdinals = [
  "Zeroth",
  "First",
  "Second",
  "Third",
  "Fourth",
  "Fifth",
  "Sixth",
  "Seventh",
  "Eighth",
  "Ninth",
  "Tenth",
  "Eleventh",
  "Twelfth",
  "Thirteenth",
  "Fourteenth",
  "Fifteenth",
  "Sixteenth",
  "Seventeenth",
  "Eighteenth",
  "Nineteenth",
];
/** From twenty on; the last stands for ninety. */
const tens = ["Twenty", "Thirty", "Forty", "Fifty", "Sixty", "Seventy", "Eighty", "Ninety"];
const magnitudes = ["Thousand", "Million", "Billion", "Trillion"];

/** For example `One Thousand, Two Hundred and Thirty-Four`. @param ordinal `… and Thirty-Fourth` instead. */
export function toWords(value: number, ordinal: boolean): string {
  return wordsOf(value, false, ordinal);
}

function wordsOf(value: number, continues: boolean, ordinal: boolean): string {
  if (value < 20) {
    return (continues ? " and " : "") + ((ordinal ? fewOrdinals : few)[value] ?? "");
  }
  if (value < 100) {
    const ten = (continues ? " and " : "") + (tens[Math.floor(value / 10) - 2] ?? "");
    const rest = value % 10;
    if (rest > 0) return `${ten}-${wordsOf(rest, false, ordinal)}`;
    return ordinal ? `${ten.slice(0, -1)}ieth` : ten;
  }
  const [unit, word] = unitOf(value);
  const count = Math.floor(value / unit);
  const rest = value - count * unit;
  const whole = `${continues ? ", " : ""}${wordsOf(count, false, false)} ${word}`;
  if (rest > 0) return whole + wordsOf(rest, true, ordinal);
  return ordinal ? `${whole}th` : whole;
}

/** The largest unit that has a word, with it. Above trillions the number of trillions is spelled out. */
function unitOf(value: number): [unit: number, word: string] {
  if (value < 1000) return [100, "Hundred"];
  const magnitude = Math.min(Math.floor(Math.log10(value) / 3), magnitudes.length);
  return [10 ** (magnitude * 3), magnitudes[magnitude - 1] ?? ""];
}

const wordValues: ReadonlyMap<string, number> = new Map([
  ...few.map((word, value): [string, number] => [word.toLowerCase(), value]),
  ...fewOrdinals.map((word, value): [string, number] => [word.toLowerCase(), value]),
  ...tens.flatMap((word, index): [string, number][] => [
    [word.toLowerCase(), (index + 2) * 10],
    [`${word.toLowerCase().slice(0, -1)}ieth`, (index + 2) * 10],
  ]),
  ["hundred", 100],
  ["hundredth", 100],
  ...magnitudes.flatMap((word, index): [string, number][] => [
    [word.toLowerCase(), 10 ** ((index + 1) * 3)],
    [`${word.toLowerCase()}th`, 10 ** ((index + 1) * 3)],
  ]),
]);

/** Every word that a number may have, for a pattern. */
export const numberWords: readonly string[] = [...wordValues.keys()];

/** @param text Lower case. */
export function fromWords(text: string): number {
  const parts = [0];
  for (const word of text.split(/,\s|\sand\s|[\s\\-]/)) {
    const value = wordValues.get(word) ?? Number.NaN;
    const last = parts.pop() ?? 0;
    if (!(value < 100)) parts.push(last * value);
    else if (last >= 1000) parts.push(last, value);
    else parts.push(last + value);
  }
  return parts.reduce((sum, part) => sum + part, 0);
}

const romanDigits: readonly [value: number, digits: string][] = [
  [1000, "m"],
  [900, "cm"],
  [500, "d"],
  [400, "cd"],
  [100, "c"],
  [90, "xc"],
  [50, "l"],
  [40, "xl"],
  [10, "x"],
  [9, "ix"],
  [5, "v"],
  [4, "iv"],
  [1, "i"],
];

/** Lower case. */
export function toRoman(value: number): string {
  let rest = value;
  let roman = "";
  for (const [unit, digits] of romanDigits) {
    const count = Math.floor(rest / unit);
    roman += digits.repeat(count);
    rest -= count * unit;
  }
  return roman;
}

const romanValues: ReadonlyMap<string, number> = new Map([
  ["m", 1000],
  ["d", 500],
  ["c", 100],
  ["l", 50],
  ["x", 10],
  ["v", 5],
  ["i", 1],
]);

export function fromRoman(text: string): number {
  let value = 0;
  let highest = 1;
  for (const digit of text.toLowerCase().split("").reverse()) {
    const unit = romanValues.get(digit) ?? Number.NaN;
    if (unit < highest) {
      value -= unit;
    } else {
      highest = unit;
      value += unit;
    }
  }
  return value;
}

/** a, b, … z, aa, ab, … @param first The letter that stands for 1. */
export function toLetters(value: number, first: "a" | "A"): string {
  let letters = "";
  for (let rest = value; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    letters = String.fromCharCode(((rest - 1) % 26) + first.charCodeAt(0)) + letters;
  }
  return letters;
}

export function fromLetters(text: string, first: "a" | "A"): number {
  let value = 0;
  for (let place = 0; place < text.length; place++) {
    value += (text.charCodeAt(text.length - 1 - place) - first.charCodeAt(0) + 1) * 26 ** place;
  }
  return value;
}
