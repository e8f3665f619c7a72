import { invalidRange } from "./errors.ts";

export interface ByteRange {
  /** First byte. */
  start: number;
  /** After the last byte. */
  end: number;
}

/**
 * The bytes that a `Range` header asks for, or undefined for the whole object: like S3, a header that is malformed or has
 * several ranges is as good as none. Throws InvalidRange. Source: RFC 9110, section 14.1.2.
 */
export function parseRange(header: string | undefined, size: number): ByteRange | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? "");
  if (!match || header === undefined) return undefined;
  const [, first = "", last = ""] = match;
  if (first === "" && last === "") return undefined;
  if (first === "") {
    const length = Math.min(Number(last), size);
    if (length === 0) throw invalidRange(header, size);
    return { start: size - length, end: size };
  }
  if (last !== "" && Number(last) < Number(first)) return undefined;
  if (Number(first) >= size) throw invalidRange(header, size);
  return { start: Number(first), end: last === "" ? size : Math.min(Number(last) + 1, size) };
}
