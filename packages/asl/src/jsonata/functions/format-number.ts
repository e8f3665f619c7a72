/**
 * `$formatNumber`: a number by a picture such as `#,##0.00`, after XPath's fn:format-number
 * (https://www.w3.org/TR/xpath-functions-31/#formatting-numbers), as JSONata 2.0.6 understands it.
 */
import { JsonataError } from "../jsonata-error.ts";
import { greatestCommonDivisor } from "./grouping.ts";
import { round } from "./round.ts";

/** Characters with a meaning in a picture; the third argument of the function may change each. */
const defaultSymbols = {
  "decimal-separator": ".",
  "grouping-separator": ",",
  "exponent-separator": "e",
  "minus-sign": "-",
  percent: "%",
  "per-mille": "\u2030",
  "zero-digit": "0",
  digit: "#",
  "pattern-separator": ";",
};

interface Symbols {
  decimal: string;
  grouping: string;
  exponent: string;
  minus: string;
  percent: string;
  perMille: string;
  zero: string;
  /** An optional digit. */
  optional: string;
  /** The ten digits. */
  digits: string[];
  active: Set<string>;
}

/** A sub-picture, cut into its parts. */
interface Parts {
  picture: string;
  prefix: string;
  suffix: string;
  active: string;
  mantissa: string;
  exponent: string | undefined;
  integer: string;
  fraction: string;
}

/** What a sub-picture asks for. */
interface Format {
  picture: string;
  prefix: string;
  suffix: string;
  integerGroups: number[];
  regularGrouping: number;
  minInteger: number;
  scaling: number;
  fractionGroups: number[];
  minFraction: number;
  maxFraction: number;
  minExponent: number;
}

/** @throws JsonataError D3080 … D3093 for a bad picture */
export function formatNumber(value: number, picture: string, options: Record<string, unknown> = {}): string {
  const symbols = readSymbols(options);
  const patternSeparator = symbolOf(options, "pattern-separator");
  const pictures = picture.split(patternSeparator);
  if (pictures.length > 2) throw new JsonataError("D3080");
  const formats = pictures
    .map((part) => splitPicture(part, symbols))
    .map((parts) => {
      validate(parts, symbols);
      return analyse(parts, symbols);
    });
  const [positive, negative] = formats;
  if (positive === undefined) throw new JsonataError("D3085");
  if (value >= 0) return apply(value, positive, symbols);
  return apply(value, negative ?? { ...positive, prefix: symbols.minus + positive.prefix }, symbols);
}

function symbolOf(options: Record<string, unknown>, name: keyof typeof defaultSymbols): string {
  const own = Object.hasOwn(options, name) ? options[name] : undefined;
  return typeof own === "string" && own !== "" ? own : defaultSymbols[name];
}

function readSymbols(options: Record<string, unknown>): Symbols {
  const zero = symbolOf(options, "zero-digit");
  const code = zero.charCodeAt(0);
  const digits = Array.from({ length: 10 }, (_, digit) => String.fromCharCode(code + digit));
  const decimal = symbolOf(options, "decimal-separator");
  const grouping = symbolOf(options, "grouping-separator");
  const exponent = symbolOf(options, "exponent-separator");
  const optional = symbolOf(options, "digit");
  return {
    decimal,
    grouping,
    exponent,
    minus: symbolOf(options, "minus-sign"),
    percent: symbolOf(options, "percent"),
    perMille: symbolOf(options, "per-mille"),
    zero,
    optional,
    digits,
    active: new Set([
      ...digits,
      decimal,
      exponent,
      grouping,
      optional,
      symbolOf(options, "pattern-separator"),
    ]),
  };
}

function splitPicture(picture: string, symbols: Symbols): Parts {
  const isActive = (character: string): boolean =>
    symbols.active.has(character) && character !== symbols.exponent;
  const characters = picture.split("");
  const first = characters.findIndex(isActive);
  const last = characters.findLastIndex(isActive);
  const prefix = first === -1 ? "" : picture.slice(0, first);
  const suffix = last === -1 ? "" : picture.slice(last + 1);
  const active = picture.slice(prefix.length, picture.length - suffix.length);
  const exponentAt = picture.indexOf(symbols.exponent, prefix.length);
  const hasExponent = exponentAt !== -1 && exponentAt <= picture.length - suffix.length;
  // The position counts from the start of the picture also here, as in JSONata 2.0.6.
  const mantissa = hasExponent ? active.slice(0, exponentAt) : active;
  const decimalAt = mantissa.indexOf(symbols.decimal);
  return {
    picture,
    prefix,
    suffix,
    active,
    mantissa,
    exponent: hasExponent ? active.slice(exponentAt + 1) : undefined,
    integer: decimalAt === -1 ? mantissa : mantissa.slice(0, decimalAt),
    fraction: decimalAt === -1 ? suffix : mantissa.slice(decimalAt + 1),
  };
}

/** When several rules are broken, the last one in the list is told. */
function validate(parts: Parts, symbols: Symbols): void {
  const { picture, integer, fraction, exponent } = parts;
  const { decimal, grouping, percent, perMille, optional } = symbols;
  const isDigit = (character: string): boolean => symbols.digits.includes(character);
  const occursTwice = (symbol: string): boolean => picture.indexOf(symbol) !== picture.lastIndexOf(symbol);
  const decimalAt = picture.indexOf(decimal);
  const optionalInInteger = integer.indexOf(optional);
  const optionalInFraction = fraction.lastIndexOf(optional);
  const scaled = picture.includes(percent) || picture.includes(perMille);
  const broken: [string, boolean][] = [
    ["D3081", occursTwice(decimal)],
    ["D3082", occursTwice(percent)],
    ["D3083", occursTwice(perMille)],
    ["D3084", picture.includes(percent) && picture.includes(perMille)],
    ["D3085", !parts.mantissa.split("").some((character) => isDigit(character) || character === optional)],
    ["D3086", parts.active.split("").some((character) => !symbols.active.has(character))],
    [
      "D3087",
      decimalAt !== -1 && (picture[decimalAt - 1] === grouping || picture[decimalAt + 1] === grouping),
    ],
    ["D3088", decimalAt === -1 && integer.endsWith(grouping)],
    ["D3089", picture.includes(grouping + grouping)],
    ["D3090", optionalInInteger !== -1 && integer.slice(0, optionalInInteger).split("").some(isDigit)],
    ["D3091", optionalInFraction !== -1 && fraction.slice(optionalInFraction).split("").some(isDigit)],
    ["D3092", exponent !== undefined && exponent !== "" && scaled],
    [
      "D3093",
      exponent !== undefined &&
        (exponent === "" || exponent.split("").some((character) => !isDigit(character))),
    ],
  ];
  const code = broken.findLast(([, isBroken]) => isBroken)?.[0];
  if (code !== undefined) throw new JsonataError(code);
}

function analyse(parts: Parts, symbols: Symbols): Format {
  const { integer, fraction, exponent } = parts;
  const countDigits = (text: string): number =>
    text.split("").filter((character) => symbols.digits.includes(character)).length;
  const countPlaces = (text: string): number =>
    text.split("").filter((character) => symbols.digits.includes(character) || character === symbols.optional)
      .length;
  const groups = (text: string, fromLeft: boolean): number[] => {
    const positions: number[] = [];
    for (
      let at = text.indexOf(symbols.grouping);
      at !== -1;
      // Later separators are looked for in the integer part, as in JSONata 2.0.6.
      at = integer.indexOf(symbols.grouping, at + 1)
    ) {
      positions.push(countPlaces(fromLeft ? text.slice(0, at) : text.slice(at)));
    }
    return positions;
  };
  const integerGroups = groups(integer, false);
  let minInteger = countDigits(integer);
  const scaling = minInteger;
  let minFraction = countDigits(fraction);
  let maxFraction = countPlaces(fraction);
  const hasExponent = exponent !== undefined;
  if (minInteger === 0 && maxFraction === 0) {
    if (hasExponent) {
      minFraction = 1;
      maxFraction = 1;
    } else {
      minInteger = 1;
    }
  }
  if (hasExponent && minInteger === 0 && integer.includes(symbols.optional)) minInteger = 1;
  if (minInteger === 0 && minFraction === 0) minFraction = 1;
  return {
    picture: parts.picture,
    prefix: parts.prefix,
    suffix: parts.suffix,
    integerGroups,
    regularGrouping: regularInterval(integerGroups),
    minInteger,
    scaling,
    fractionGroups: groups(fraction, true),
    minFraction,
    maxFraction,
    minExponent: exponent === undefined ? 0 : countDigits(exponent),
  };
}

/** The interval of separators that stand at all its multiples; 0 when they do not. */
function regularInterval(positions: readonly number[]): number {
  if (positions.length === 0) return 0;
  const interval = positions.reduce(greatestCommonDivisor);
  return positions.every((_, index) => positions.includes((index + 1) * interval)) ? interval : 0;
}

function apply(value: number, format: Format, symbols: Symbols): string {
  const { picture } = format;
  const scaled = picture.includes(symbols.percent)
    ? value * 100
    : picture.includes(symbols.perMille)
      ? value * 1000
      : value;
  const { mantissa, exponent } = splitExponent(scaled, format);
  let text = digitsOf(round(mantissa, format.maxFraction), format.maxFraction, symbols);
  text = text.includes(".") ? text.replace(".", symbols.decimal) : text + symbols.decimal;
  text = trimZeros(text, symbols.zero);
  text = padZeros(text, format, symbols);
  text = insertGroups(text, format, symbols);
  const decimalAt = text.indexOf(symbols.decimal);
  if (!picture.includes(symbols.decimal) || decimalAt === text.length - 1) text = text.slice(0, -1);
  if (exponent !== undefined) {
    const digits = digitsOf(exponent, 0, symbols).padStart(format.minExponent, symbols.zero);
    text += symbols.exponent + (exponent < 0 ? symbols.minus : "") + digits;
  }
  return format.prefix + text + format.suffix;
}

function splitExponent(
  value: number,
  { minExponent, scaling }: Format,
): { mantissa: number; exponent?: number } {
  if (minExponent === 0) return { mantissa: value };
  const most = 10 ** scaling;
  const least = 10 ** (scaling - 1);
  let mantissa = Math.abs(value);
  let exponent = 0;
  // Zero has no exponent that would bring it into the range.
  while (mantissa !== 0 && mantissa < least) {
    mantissa *= 10;
    exponent--;
  }
  while (mantissa > most) {
    mantissa /= 10;
    exponent++;
  }
  return { mantissa, exponent };
}

/** Decimal places that a number can be written with. */
const maxDecimalPlaces = 100;

function digitsOf(value: number, places: number, symbols: Symbols): string {
  const text = Math.abs(value).toFixed(Math.min(places, maxDecimalPlaces));
  if (symbols.zero === "0") return text;
  return text.replaceAll(/[0-9]/g, (digit) => symbols.digits[Number(digit)] ?? digit);
}

function trimZeros(text: string, zero: string): string {
  let start = 0;
  let end = text.length;
  while (text[start] === zero) start++;
  while (end > start && text[end - 1] === zero) end--;
  return text.slice(start, end);
}

function padZeros(text: string, { minInteger, minFraction }: Format, { decimal, zero }: Symbols): string {
  const decimalAt = text.indexOf(decimal);
  const left = Math.max(0, minInteger - decimalAt);
  const right = Math.max(0, minFraction - (text.length - decimalAt - 1));
  return zero.repeat(left) + text + zero.repeat(right);
}

function insertGroups(text: string, format: Format, { decimal, grouping }: Symbols): string {
  let result = text;
  let decimalAt = result.indexOf(decimal);
  const insert = (at: number): void => {
    result = result.slice(0, at) + grouping + result.slice(at);
  };
  if (format.regularGrouping > 0) {
    const groups = Math.floor((decimalAt - 1) / format.regularGrouping);
    for (let group = 1; group <= groups; group++) insert(decimalAt - group * format.regularGrouping);
  } else {
    for (const position of format.integerGroups) {
      insert(decimalAt - position);
      decimalAt++;
    }
  }
  decimalAt = result.indexOf(decimal);
  for (const position of format.fractionGroups) insert(position + decimalAt + 1);
  return result;
}
