import type { Json } from "./json/json.ts";

const rfc3339 =
  /^(?<year>\d{4})-(?<month>\d\d)-(?<day>\d\d)T(?<hour>\d\d):(?<minute>\d\d):(?<second>\d\d)(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/;

/**
 * Milliseconds since the epoch of an RFC 3339 instant as the States Language has it: an upper-case T, a zone, an upper-case Z.
 * Undefined for anything else. Source: Amazon States Language, Timestamps.
 */
export function parseInstant(value: Json): number | undefined {
  if (typeof value !== "string") return undefined;
  const parts = rfc3339.exec(value)?.groups;
  if (parts === undefined) return undefined;
  const { year, month, day, hour } = parts;
  const daysInMonth = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  if (Number(day) > daysInMonth || Number(hour) > 23) return undefined;
  // Date keeps milliseconds: finer digits go.
  const at = Date.parse(value.replace(/(\.\d{3})\d+/, "$1"));
  return Number.isNaN(at) ? undefined : at;
}
