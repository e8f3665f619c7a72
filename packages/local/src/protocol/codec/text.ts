import { AwsError } from "../aws-error.ts";
import { formatTimestamp, kindOf, type Shape, type TimestampFormat, timestampFormatOf } from "./shape.ts";

/** A simple value in a query field, an XML element or an HTTP header. Throws what `malformed` makes of a text that does not fit. */
export function decodeText(shape: Shape, text: string): unknown {
  switch (kindOf(shape)) {
    case "number": {
      const number = Number(text);
      if (text.trim() === "" || Number.isNaN(number)) throw malformed(text, "a number");
      return number;
    }
    case "boolean": {
      const lower = text.toLowerCase();
      if (lower !== "true" && lower !== "false") throw malformed(text, "true or false");
      return lower === "true";
    }
    case "timestamp": {
      const at = /^[0-9]+(\.[0-9]+)?$/.test(text) ? new Date(Number(text) * 1000) : new Date(text);
      if (Number.isNaN(at.getTime())) throw malformed(text, "a timestamp");
      return at;
    }
    case "blob":
      return new Uint8Array(Buffer.from(text, "base64"));
    default:
      return text;
  }
}

export function encodeText(shape: Shape, value: unknown, implied: TimestampFormat): string {
  switch (kindOf(shape)) {
    case "timestamp": {
      const format = timestampFormatOf(shape, implied);
      const at = value as Date;
      return format === "epoch-seconds" ? String(at.getTime() / 1000) : formatTimestamp(at, format);
    }
    case "blob":
      return Buffer.from(value as Uint8Array).toString("base64");
    default:
      return String(value);
  }
}

function malformed(text: string, wanted: string): AwsError {
  return new AwsError("MalformedInput", `"${text}" is not ${wanted}`);
}
