/** What is known of a value without running: the shapes of JSON, and what JavaScript has besides. */
export type Type =
  | { kind: "unknown" | "null" | "undefined" | "boolean" | "number" | "string" | "error" }
  | { kind: "array"; item: Type; items?: readonly Type[] }
  | { kind: "object"; fields: Readonly<Record<string, Type>>; rest?: Type; holes?: true }
  | { kind: "union"; parts: readonly Type[] };

export const unknownType: Type = { kind: "unknown" };
export const nullType: Type = { kind: "null" };
export const undefinedType: Type = { kind: "undefined" };
export const booleanType: Type = { kind: "boolean" };
export const numberType: Type = { kind: "number" };
export const stringType: Type = { kind: "string" };
/** What `catch` gives: `{ name, message }`. */
export const errorType: Type = { kind: "error" };

export function arrayOf(item: Type): Type {
  return { kind: "array", item };
}

/** One type of several, flat and without doubles. */
export function unionOf(...types: readonly Type[]): Type {
  const parts: Type[] = [];
  for (const part of types.flatMap(partsOf)) {
    if (!parts.some((one) => JSON.stringify(one) === JSON.stringify(part))) parts.push(part);
  }
  const [first] = parts;
  if (first === undefined) return unknownType;
  return parts.length === 1 ? first : { kind: "union", parts };
}

export function partsOf(type: Type): readonly Type[] {
  return type.kind === "union" ? type.parts : [type];
}

/** The type without null and undefined: what it is once it is read. */
export function presentType(type: Type): Type {
  return unionOf(...partsOf(type).filter(({ kind }) => kind !== "null" && kind !== "undefined"));
}

/** Whether every value of the type that is neither null nor undefined is of this kind. */
export function isAll(type: Type, ...kinds: readonly Type["kind"][]): boolean {
  const present = partsOf(type).filter(({ kind }) => kind !== "null" && kind !== "undefined");
  return present.length > 0 && present.every(({ kind }) => kinds.includes(kind));
}

export function mayBe(type: Type, kind: Type["kind"]): boolean {
  return partsOf(type).some((part) => part.kind === kind || part.kind === "unknown");
}

export function mayBeNullish(type: Type): boolean {
  return mayBe(type, "null") || mayBe(type, "undefined");
}

/** Boolean, number or string for certain, and never null. */
export function isPrimitive(type: Type): boolean {
  return partsOf(type).every(({ kind }) => kind === "boolean" || kind === "number" || kind === "string");
}

/** The type of a property; unknown when nothing is known. */
export function fieldOf(type: Type, name: string): Type {
  const found = partsOf(presentType(type)).map((part): Type => {
    if (part.kind === "error") return stringType;
    if (part.kind !== "object") return unionOf(unknownType, undefinedType);
    const field = Object.hasOwn(part.fields, name) ? part.fields[name] : undefined;
    if (field !== undefined) return field;
    return part.rest === undefined ? undefinedType : unionOf(part.rest, undefinedType);
  });
  return unionOf(...found);
}

/** The type of an array's items. */
export function itemOf(type: Type): Type {
  return unionOf(
    ...partsOf(presentType(type)).map((part) => (part.kind === "array" ? part.item : unknownType)),
  );
}

/** The type of a variable whose parts will change: what begins as null, empty or a tuple tells nothing of what it will be. */
export function openType(type: Type): Type {
  switch (type.kind) {
    case "union":
      return unionOf(...type.parts.map(openType));
    case "array":
      return arrayOf(openType(type.item));
    case "object": {
      const fields = Object.fromEntries(
        Object.entries(type.fields).map(([name, field]): [string, Type] => [
          name,
          field.kind === "null" || field.kind === "undefined" ? unknownType : openType(field),
        ]),
      );
      const isEmpty = Object.keys(fields).length === 0 && type.rest === undefined;
      return isEmpty ? { kind: "object", fields, rest: unknownType } : { ...type, fields };
    }
    default:
      return type;
  }
}
