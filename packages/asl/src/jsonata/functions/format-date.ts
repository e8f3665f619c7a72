import { JsonataError } from "../jsonata-error.ts";
import { componentOf, dayNames, monthNames } from "./date-components.ts";
import { analyseDatePicture } from "./date-picture.ts";
import type { Marker } from "./date-picture.ts";
import { formatInteger, writeInteger } from "./format-integer.ts";

interface Offset {
  hours: number;
  minutes: number;
}

/**
 * A point in time by a picture.
 *
 * @param millis Milliseconds since the epoch.
 * @param picture Default ISO 8601 with milliseconds.
 * @param timezone An offset such as `-0500`. Default UTC.
 */
export function formatDate(
  millis: number,
  picture: string | undefined,
  timezone: string | undefined,
): string {
  const offset = parseOffset(timezone);
  if (picture === undefined && timezone === undefined && isFourDigitYear(millis)) {
    return new Date(millis).toISOString();
  }
  const parts = analyseDatePicture(picture ?? "[Y0001]-[M01]-[D01]T[H01]:[m01]:[s01].[f001][Z01:01t]");
  const date = new Date(millis + (offset.hours * 60 + offset.minutes) * 60_000);
  return parts
    .map((part) => (part.type === "literal" ? part.text : formatMarker(date, part, offset)))
    .join("");
}

/** First and last millisecond that ISO 8601 writes with a year of four digits. */
const firstFourDigitYear = -62_167_219_200_000;
const lastFourDigitYear = 253_402_300_799_999;

function isFourDigitYear(millis: number): boolean {
  return millis >= firstFourDigitYear && millis <= lastFourDigitYear;
}

function parseOffset(timezone: string | undefined): Offset {
  if (timezone === undefined) return { hours: 0, minutes: 0 };
  const offset = Number.parseInt(timezone, 10);
  return { hours: Math.floor(offset / 100), minutes: offset % 100 };
}

function formatMarker(date: Date, marker: Marker, offset: Offset): string {
  const { component } = marker;
  switch (component) {
    case "Z":
    case "z":
      return formatZone(marker, offset);
    case "P":
    case "C":
    case "E": {
      const text = String(componentOf(date, component));
      return component === "P" && marker.names === "upper" ? text.toUpperCase() : text;
    }
    default: {
      let value = Number(componentOf(date, component));
      if (component === "Y" && marker.digits !== undefined) value %= 10 ** marker.digits;
      if (marker.names !== undefined) return formatName(value, marker);
      return marker.integer === undefined ? "" : writeInteger(value, marker.integer);
    }
  }
}

function formatName(value: number, { component, names, maxWidth }: Marker): string {
  const table =
    component === "M" || component === "x" ? monthNames : component === "F" ? dayNames : undefined;
  if (table === undefined) throw new JsonataError("D3133", { value: component });
  const name = table[component === "F" ? value : value - 1] ?? "";
  const cased = names === "upper" ? name.toUpperCase() : names === "lower" ? name.toLowerCase() : name;
  return maxWidth === undefined ? cased : cased.slice(0, maxWidth);
}

function formatZone({ component, integer, traditional }: Marker, { hours, minutes }: Offset): string {
  const offset = hours * 100 + minutes;
  if (offset === 0 && traditional) return "Z";
  if (integer === undefined) return "";
  const digits = integer.mandatoryDigits;
  let text: string;
  if (integer.interval !== undefined || digits === 3 || digits === 4) {
    text = writeInteger(offset, integer);
  } else if (digits === 1 || digits === 2) {
    text = writeInteger(hours, integer);
    if (minutes !== 0) text += `:${formatInteger(minutes, "00")}`;
  } else {
    throw new JsonataError("D3134", { value: digits });
  }
  return `${component === "z" ? "GMT" : ""}${offset >= 0 ? "+" : ""}${text}`;
}
