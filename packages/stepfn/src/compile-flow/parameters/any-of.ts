import type { JsonSchema } from "acme-engine";

/** One schema for what fits any of several: literals in one `enum`, plain types in one `type`, else `anyOf`. */
export function anyOf(schemas: readonly JsonSchema[]): JsonSchema {
  const distinct = [...new Map(schemas.map((each) => [JSON.stringify(each), each])).values()];
  const [only] = distinct;
  if (only === undefined || distinct.some((each) => Object.keys(each).length === 0)) return {};
  if (distinct.length === 1) return only;
  const literals = distinct.filter((each) => isOnly(each, "const"));
  const types = distinct.filter((each) => isOnly(each, "type"));
  const names = types.flatMap(({ type }) => type ?? []);
  // `true | false`, and a text beside literals of it.
  const values = literals
    .flatMap(({ const: value }) => (value === undefined ? [] : [value]))
    .filter((value) => !names.some((name) => name === typeof value));
  const isBoolean = values.includes(true) && values.includes(false);
  const listed = isBoolean ? values.filter((value) => typeof value !== "boolean") : values;
  const plain = isBoolean ? [...names, "boolean" as const] : names;
  const isNullable = listed.length > 0 && plain.length === 1 && plain[0] === "null";
  const parts: JsonSchema[] = [
    ...(listed.length === 0 ? [] : [toEnum(isNullable ? [...listed, null] : listed)]),
    ...(plain.length === 0 || isNullable
      ? []
      : [{ type: plain.length === 1 ? (plain[0] ?? "null") : plain }]),
    ...distinct.filter((each) => !literals.includes(each) && !types.includes(each)),
  ];
  const [first] = parts;
  return parts.length === 1 && first !== undefined ? first : { anyOf: parts };
}

function toEnum(values: NonNullable<JsonSchema["enum"]>): JsonSchema {
  const [only] = values;
  return values.length === 1 && only !== undefined ? { const: only } : { enum: values };
}

function isOnly(schema: JsonSchema, key: keyof JsonSchema): boolean {
  return Object.hasOwn(schema, key) && Object.keys(schema).length === 1;
}
