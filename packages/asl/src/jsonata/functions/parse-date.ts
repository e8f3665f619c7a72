import { JsonataError } from "../jsonata-error.ts";
import { componentOf, dayNames, monthNames } from "./date-components.ts";
import { analyseDatePicture } from "./date-picture.ts";
import type { Marker, PicturePart } from "./date-picture.ts";
import { patternOfInteger, readInteger } from "./format-integer.ts";

const iso8601 =
  /^\d{4}(?:-[01]\d)*(?:-[0-3]\d)*(?:T[0-2]\d:[0-5]\d:[0-5]\d)*(?:\.\d+)?(?:[+-][0-2]\d:?[0-5]\d|Z)?$/;

/**
 * Milliseconds since the epoch of a text in ISO 8601. A time without an offset is UTC, as on AWS; the reference implementation takes the
 * time zone of its process.
 *
 * @throws JsonataError D3110
 */
export function parseIsoDate(text: string): number {
  if (!iso8601.test(text)) throw new JsonataError("D3110", { value: text });
  const zoned = text.includes("T") && !/(?:Z|[+-]\d\d:?\d\d)$/.test(text) ? `${text}Z` : text;
  return Date.parse(zoned);
}

/**
 * Milliseconds since the epoch of a text by a picture; undefined when the text does not fit. What the picture leaves out on the left
 * (year, …) is taken from `now`, what it leaves out on the right is zero.
 *
 * @throws JsonataError D3136 when it leaves out something in between
 */
export function parseDate(text: string, picture: string, now: number): number | undefined {
  const fields = analyseDatePicture(picture).map(createField);
  const match = new RegExp(`^${fields.map((field) => `(${field.pattern})`).join("")}$`, "i").exec(text);
  if (match === null) return undefined;
  const found: Components = new Map();
  for (const [index, { component, parse }] of fields.entries()) {
    if (parse !== undefined) found.set(component, parse(match[index + 1] ?? ""));
  }
  return found.size === 0 ? undefined : combine(found, new Date(now));
}

type Components = Map<string, number | string | undefined>;

interface Field {
  component: string;
  /** Source of a regular expression. */
  pattern: string;
  /** Undefined for what stands in the picture as it is. */
  parse?: (text: string) => number | undefined;
}

function createField(part: PicturePart): Field {
  if (part.type === "literal") {
    return { component: "", pattern: part.text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&") };
  }
  const { component, integer } = part;
  if (component === "Z" || component === "z") return createZoneField(part);
  if (integer !== undefined) {
    const pattern = patternOfInteger(integer, part.digits);
    return { component, pattern, parse: (text) => readInteger(text, integer) };
  }
  const names = namesOf(part);
  return { component, pattern: "[a-zA-Z]+", parse: (text) => names.get(text) };
}

function namesOf({ component, maxWidth }: Marker): ReadonlyMap<string, number> {
  const shorten = (name: string): string => (maxWidth ? name.slice(0, maxWidth) : name);
  switch (component) {
    case "M":
    case "x":
      return new Map(monthNames.map((name, index) => [shorten(name), index + 1]));
    case "F":
      return new Map(dayNames.slice(1).map((name, index) => [shorten(name), index + 1]));
    case "P":
      return new Map([
        ["am", 0],
        ["AM", 0],
        ["pm", 1],
        ["PM", 1],
      ]);
    default:
      throw new JsonataError("D3133", { value: component });
  }
}

function createZoneField({ component, integer }: Marker): Field {
  const separator = integer?.interval === undefined ? undefined : integer.separators[0]?.character;
  const prefix = component === "z" ? "GMT" : "";
  const minutes = separator === undefined ? "" : `${separator}[0-9]+`;
  return {
    component,
    pattern: `${prefix}[-+][0-9]+${minutes}`,
    parse(text) {
      const offset = text.slice(prefix.length);
      const split =
        separator === undefined ? (offset.length <= 3 ? offset.length : 3) : offset.indexOf(separator);
      const rest = offset.slice(split + (separator?.length ?? 0));
      return Number.parseInt(offset.slice(0, split), 10) * 60 + (rest === "" ? 0 : Number.parseInt(rest, 10));
    },
  };
}

// Which components make up a date or a time: one bit each, in the order Y X M x W w d D and P H h m s f.
const dateByMonth = 0b10100001;
const dateByDay = 0b10000010;
const dateByMonthWeek = 0b01010100;
const dateByWeek = 0b01001000;
const time24 = 0b010111;
const time12 = 0b101111;

function maskOf(found: Components, components: string): number {
  let mask = 0;
  for (const component of components) mask = mask * 2 + (found.get(component) ? 1 : 0);
  return mask;
}

function isOf(mask: number, type: number): boolean {
  return (~type & mask) === 0 && (type & mask) !== 0;
}

function combine(found: Components, now: Date): number {
  const dateMask = maskOf(found, "YXMxWwdD");
  const byDay = !isOf(dateMask, dateByMonth) && isOf(dateMask, dateByDay);
  const byMonthWeek = isOf(dateMask, dateByMonthWeek);
  const byWeek = !byMonthWeek && isOf(dateMask, dateByWeek);
  const timeMask = maskOf(found, "PHhmsf");
  const halfDays = !isOf(timeMask, time24) && isOf(timeMask, time12);
  const dateParts = byDay ? "YD" : byMonthWeek ? "XxwF" : byWeek ? "XWF" : "YMD";
  fillIn(found, dateParts + (halfDays ? "Phmsf" : "Hmsf"), now);
  // Dates by week can be written but not read.
  if (byMonthWeek || byWeek) throw new JsonataError("D3136");

  const number = (component: string): number => Number(found.get(component) ?? 0);
  let month = Math.max(0, number("M") - 1);
  let day = number("D");
  if (byDay) {
    const date = new Date(Date.UTC(number("Y"), 0, number("d")));
    month = date.getUTCMonth();
    day = date.getUTCDate();
  }
  const half = number("h") === 12 ? 0 : number("h");
  const hour = halfDays ? half + (found.get("P") === 1 ? 12 : 0) : number("H");
  const millis = Date.UTC(number("Y"), month, day, hour, number("m"), number("s"), number("f"));
  return millis - (number("Z") || number("z")) * 60_000;
}

/** Components from the largest to the smallest: before the first one found they are today's, after the last one they are the least. */
function fillIn(found: Components, components: string, now: Date): void {
  let started = false;
  let ended = false;
  for (const component of components) {
    if (found.get(component) !== undefined) {
      if (ended) throw new JsonataError("D3136");
      started = true;
    } else if (started) {
      found.set(component, "MDd".includes(component) ? 1 : 0);
      ended = true;
    } else {
      found.set(component, componentOf(now, component));
    }
  }
}
