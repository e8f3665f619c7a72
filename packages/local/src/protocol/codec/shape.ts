import { NormalizedSchema } from "@smithy/core/schema";

/** A schema of the SDK, walked by the codecs. Its tuple format is the SDK's; this file and its test are the only place that knows it. */
export type Shape = NormalizedSchema;

export type ShapeKind =
  | "structure"
  | "list"
  | "map"
  | "string"
  | "number"
  | "boolean"
  | "blob"
  | "timestamp"
  | "document";

export function shapeOf(schema: unknown): Shape {
  // The SDK types the parameter as its own tuple union, which a schema read from an operation's tuple already is.
  return NormalizedSchema.of(schema as Parameters<typeof NormalizedSchema.of>[0]);
}

export function kindOf(shape: Shape): ShapeKind {
  if (shape.isStructSchema() || shape.isUnitSchema()) return "structure";
  if (shape.isListSchema()) return "list";
  if (shape.isMapSchema()) return "map";
  if (shape.isStringSchema()) return "string";
  if (shape.isBooleanSchema()) return "boolean";
  if (shape.isBlobSchema()) return "blob";
  if (shape.isTimestampSchema()) return "timestamp";
  if (shape.isDocumentSchema()) return "document";
  if (shape.isNumericSchema() || shape.isBigIntegerSchema() || shape.isBigDecimalSchema()) return "number";
  // Strings with a trait (sensitive, media type) are simple schemas that wrap the string schema.
  return "string";
}

/** Members in the schema's order; a unit shape has none. */
export function membersOf(shape: Shape): Iterable<[string, Shape]> {
  return shape.isUnitSchema() ? [] : shape.structIterator();
}

/** Names of the members that must be present: the schema lists them first and counts them. */
export function requiredMembersOf(shape: Shape): string[] {
  const schema: unknown = shape.getSchema();
  if (!Array.isArray(schema)) return [];
  const [, , , , names, , requiredCount = 0] = schema as [
    unknown,
    unknown,
    unknown,
    unknown,
    string[],
    unknown,
    number?,
  ];
  return names.slice(0, requiredCount);
}

/** Traits by their name in the SDK's schemas, e.g. `httpHeader`, `xmlName`. */
export function traitsOf(shape: Shape): Readonly<Record<string, unknown>> {
  return shape.getMergedTraits() as Readonly<Record<string, unknown>>;
}

/** The text value of a trait, such as a wire name. */
export function textTrait(shape: Shape, name: string): string | undefined {
  const value = traitsOf(shape)[name];
  return typeof value === "string" ? value : undefined;
}

export type TimestampFormat = "date-time" | "http-date" | "epoch-seconds";

/** How a timestamp is written: the shape's own format, or what its place on the wire implies. */
export function timestampFormatOf(shape: Shape, implied: TimestampFormat): TimestampFormat {
  switch (shape.getSchema()) {
    case 5:
      return "date-time";
    case 6:
      return "http-date";
    case 7:
      return "epoch-seconds";
    default:
      return implied;
  }
}

export function formatTimestamp(at: Date, format: Exclude<TimestampFormat, "epoch-seconds">): string {
  return format === "http-date" ? at.toUTCString() : at.toISOString();
}
