import { AwsError } from "../aws-error.ts";
import { formatTimestamp, kindOf, membersOf, type Shape, timestampFormatOf } from "./shape.ts";

/**
 * JSON on the wire ↔ the values that SDK models have: `Date` for timestamps, `Uint8Array` for blobs. Decoding checks types and
 * drops unknown members, as AWS does; a wrong type is a SerializationException in the words of AWS's JSON services.
 */
export function decodeJson(shape: Shape, value: unknown): unknown {
  if (value === null || value === undefined) return undefined;
  const kind = kindOf(shape);
  switch (kind) {
    case "structure": {
      if (!isObject(value)) throw cannotConvert(value, "a structure");
      const result: Record<string, unknown> = {};
      for (const [name, member] of membersOf(shape)) {
        if (!Object.hasOwn(value, name)) continue;
        const decoded = decodeJson(member, value[name]);
        if (decoded !== undefined) result[name] = decoded;
      }
      return result;
    }
    case "list": {
      if (!Array.isArray(value)) throw cannotConvert(value, "a list");
      const element = shape.getValueSchema();
      return value.map((item) => decodeJson(element, item) ?? null);
    }
    case "map": {
      if (!isObject(value)) throw cannotConvert(value, "a map");
      const element = shape.getValueSchema();
      return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, decodeJson(element, item)]));
    }
    case "string":
      if (typeof value !== "string") throw cannotConvert(value, "a String");
      return value;
    case "number":
      if (typeof value !== "number") throw cannotConvert(value, "a Number");
      return value;
    case "boolean":
      if (typeof value !== "boolean") throw cannotConvert(value, "a Boolean");
      return value;
    case "timestamp": {
      const at = typeof value === "number" ? new Date(value * 1000) : new Date(String(value));
      if (Number.isNaN(at.getTime())) throw cannotConvert(value, "a Timestamp");
      return at;
    }
    case "blob":
      if (typeof value !== "string") throw cannotConvert(value, "a Blob");
      return new Uint8Array(Buffer.from(value, "base64"));
    case "document":
      return value;
    default:
      return kind satisfies never;
  }
}

/** The inverse: what `JSON.stringify` takes. `undefined` members are left out. */
export function encodeJson(shape: Shape, value: unknown): unknown {
  if (value === null || value === undefined) return undefined;
  switch (kindOf(shape)) {
    case "structure": {
      const source = value as Record<string, unknown>;
      const result: Record<string, unknown> = {};
      for (const [name, member] of membersOf(shape)) {
        const encoded = encodeJson(member, source[name]);
        if (encoded !== undefined) result[name] = encoded;
      }
      return result;
    }
    case "list": {
      const element = shape.getValueSchema();
      return (value as unknown[]).map((item) => encodeJson(element, item) ?? null);
    }
    case "map": {
      const element = shape.getValueSchema();
      return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, encodeJson(element, item)]));
    }
    case "timestamp": {
      const format = timestampFormatOf(shape, "epoch-seconds");
      const at = value as Date;
      return format === "epoch-seconds" ? at.getTime() / 1000 : formatTimestamp(at, format);
    }
    case "blob":
      return Buffer.from(value as Uint8Array).toString("base64");
    default:
      return value;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function cannotConvert(value: unknown, wanted: string): AwsError {
  const type = Array.isArray(value)
    ? "START_ARRAY"
    : isObject(value)
      ? "START_OBJECT"
      : `${typeof value}_VALUE`.toUpperCase();
  return new AwsError("SerializationException", `${type} can not be converted to ${wanted}`);
}
