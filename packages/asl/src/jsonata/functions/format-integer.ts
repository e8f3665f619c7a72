/** `$formatInteger` and `$parseInteger`: whole numbers by a picture such as `#,##0`, `w`, `I` or `1;o`. */
import { JsonataError } from "../jsonata-error.ts";
import { greatestCommonDivisor } from "./grouping.ts";
import {
  fromLetters,
  fromRoman,
  fromWords,
  numberWords,
  toLetters,
  toRoman,
  toWords,
} from "./number-words.ts";

interface Separator {
  /** Digits to its right. */
  position: number;
  character: string;
}

export interface IntegerFormat {
  /** `unsupported`: a picture without a digit, which stands for a sequence of symbols that is not known here. */
  kind: "decimal" | "letters" | "roman" | "words" | "unsupported";
  /** The picture without its modifier. */
  primary: string;
  letterCase: "upper" | "lower" | "title";
  ordinal: boolean;
  /** Code point of the picture's zero. */
  zeroCode: number;
  mandatoryDigits: number;
  optionalDigits: number;
  separators: Separator[];
  /** Digits between separators, when they are all alike and evenly spaced. */
  interval: number | undefined;
}

/** Where the families of decimal digits start, by code point. */
const digitFamilies = [
  0x30, 0x0660, 0x06f0, 0x07c0, 0x0966, 0x09e6, 0x0a66, 0x0ae6, 0x0b66, 0x0be6, 0x0c66, 0x0ce6, 0x0d66,
  0x0de6, 0x0e50, 0x0ed0, 0x0f20, 0x1040, 0x1090, 0x17e0, 0x1810, 0x1946, 0x19d0, 0x1a80, 0x1a90, 0x1b50,
  0x1bb0, 0x1c40, 0x1c50, 0xa620, 0xa8d0, 0xa900, 0xa9d0, 0xa9f0, 0xaa50, 0xabf0, 0xff10,
];

export function formatInteger(value: number, picture: string): string {
  return writeInteger(Math.floor(value), analyseIntegerPicture(picture));
}

/** The text is not checked against the picture: only what it says about digits, separators and words is used. */
export function parseInteger(text: string, picture: string): number {
  return readInteger(text, analyseIntegerPicture(picture));
}

/** @throws JsonataError D3131 */
export function analyseIntegerPicture(picture: string): IntegerFormat {
  const semicolon = picture.lastIndexOf(";");
  const primary = semicolon === -1 ? picture : picture.slice(0, semicolon);
  const ordinal = semicolon !== -1 && picture[semicolon + 1] === "o";
  const format: IntegerFormat = {
    kind: "decimal",
    primary,
    letterCase: "lower",
    ordinal,
    zeroCode: 0x30,
    mandatoryDigits: 0,
    optionalDigits: 0,
    separators: [],
    interval: undefined,
  };
  switch (primary) {
    case "A":
      return { ...format, kind: "letters", letterCase: "upper" };
    case "a":
      return { ...format, kind: "letters" };
    case "I":
      return { ...format, kind: "roman", letterCase: "upper" };
    case "i":
      return { ...format, kind: "roman" };
    case "W":
      return { ...format, kind: "words", letterCase: "upper" };
    case "Ww":
      return { ...format, kind: "words", letterCase: "title" };
    case "w":
      return { ...format, kind: "words" };
    default:
      return { ...format, ...analyseDigits(primary) };
  }
}

type DigitFormat = Pick<
  IntegerFormat,
  "kind" | "zeroCode" | "mandatoryDigits" | "optionalDigits" | "separators" | "interval"
>;

function analyseDigits(primary: string): DigitFormat {
  let zeroCode: number | undefined;
  let mandatoryDigits = 0;
  let optionalDigits = 0;
  const separators: Separator[] = [];
  for (const character of Array.from(primary).reverse()) {
    const code = character.codePointAt(0) ?? 0;
    const family = digitFamilies.find((zero) => code >= zero && code <= zero + 9);
    if (family !== undefined) {
      if (zeroCode !== undefined && zeroCode !== family) throw new JsonataError("D3131");
      zeroCode = family;
      mandatoryDigits++;
    } else if (character === "#") {
      optionalDigits++;
    } else {
      separators.push({ position: mandatoryDigits + optionalDigits, character });
    }
  }
  if (zeroCode === undefined) {
    return {
      kind: "unsupported",
      zeroCode: 0x30,
      mandatoryDigits: 0,
      optionalDigits: 0,
      separators: [],
      interval: undefined,
    };
  }
  return {
    kind: "decimal",
    zeroCode,
    mandatoryDigits,
    optionalDigits,
    separators,
    interval: intervalOf(separators),
  };
}

function intervalOf(separators: readonly Separator[]): number | undefined {
  const character = separators[0]?.character;
  if (character === undefined || separators.some((separator) => separator.character !== character))
    return undefined;
  const positions = separators.map((separator) => separator.position);
  const interval = positions.reduce(greatestCommonDivisor);
  if (interval <= 0) return undefined;
  return positions.every((_, index) => positions.includes((index + 1) * interval)) ? interval : undefined;
}

/** @throws JsonataError D3130 */
export function writeInteger(value: number, format: IntegerFormat): string {
  const size = Math.abs(value);
  const upper = format.letterCase === "upper";
  let text: string;
  switch (format.kind) {
    case "letters":
      text = toLetters(size, upper ? "A" : "a");
      break;
    case "roman":
      text = upper ? toRoman(size).toUpperCase() : toRoman(size);
      break;
    case "words":
      text = toWords(size, format.ordinal);
      if (upper) text = text.toUpperCase();
      else if (format.letterCase === "lower") text = text.toLowerCase();
      break;
    case "decimal":
      text = writeDigits(size, format);
      break;
    case "unsupported":
      throw unsupported(format);
  }
  return value < 0 ? `-${text}` : text;
}

function writeDigits(value: number, format: IntegerFormat): string {
  let text = String(value).padStart(format.mandatoryDigits, "0");
  if (format.zeroCode !== 0x30) text = moveDigits(text, format.zeroCode - 0x30);
  text = insertSeparators(text, format);
  if (!format.ordinal) return text;
  const teen = text.at(-2) === "1";
  const suffix = { "1": "st", "2": "nd", "3": "rd" }[text.at(-1) ?? ""];
  return text + (suffix === undefined || teen ? "th" : suffix);
}

function moveDigits(text: string, offset: number): string {
  return Array.from(text, (digit) => String.fromCodePoint((digit.codePointAt(0) ?? 0) + offset)).join("");
}

function insertSeparators(digits: string, { interval, separators }: IntegerFormat): string {
  const { length } = digits;
  let text = digits;
  if (interval !== undefined) {
    const character = separators[0]?.character ?? "";
    for (let at = length - interval; at > 0; at -= interval)
      text = text.slice(0, at) + character + text.slice(at);
    return text;
  }
  // From the left, so that the positions of those to the right are not moved.
  for (const { position, character } of separators.toReversed()) {
    const at = text.length - position;
    if (at >= 0) text = text.slice(0, at) + character + text.slice(at);
  }
  return text;
}

/** @throws JsonataError D3130 */
export function readInteger(text: string, format: IntegerFormat): number {
  const upper = format.letterCase === "upper";
  switch (format.kind) {
    case "letters":
      return fromLetters(text, upper ? "A" : "a");
    case "roman":
      return fromRoman(text);
    case "words":
      return fromWords(text.toLowerCase());
    case "decimal":
      return readDigits(text, format);
    case "unsupported":
      throw unsupported(format);
  }
}

function unsupported({ primary }: IntegerFormat): JsonataError {
  return new JsonataError("D3130", { value: primary });
}

function readDigits(text: string, format: IntegerFormat): number {
  let digits = format.ordinal ? text.slice(0, -2) : text;
  if (format.interval === undefined) {
    for (const { character } of format.separators) digits = digits.replaceAll(character, "");
  } else {
    digits = digits.replaceAll(",", "");
  }
  if (format.zeroCode !== 0x30) digits = moveDigits(digits, 0x30 - format.zeroCode);
  return Number.parseInt(digits, 10);
}

/** A regular expression for texts of the format. @param width Digits that the text has, when it is fixed. */
export function patternOfInteger(format: IntegerFormat, width: number | undefined): string {
  const upper = format.letterCase === "upper";
  switch (format.kind) {
    case "letters":
      return upper ? "[A-Z]+" : "[a-z]+";
    case "roman":
      return upper ? "[MDCLXVI]+" : "[mdclxvi]+";
    case "words":
      return `(?:${[...numberWords, "and", "[\\-, ]"].join("|")})+`;
    case "unsupported":
      throw unsupported(format);
    case "decimal": {
      const least = width === undefined ? undefined : width - format.optionalDigits;
      const count =
        width === undefined || width <= 0
          ? "+"
          : format.optionalDigits === 0
            ? `{${width}}`
            : `{${least},${width}}`;
      return `[0-9]${count}${format.ordinal ? "(?:th|st|nd|rd)" : ""}`;
    }
  }
}
