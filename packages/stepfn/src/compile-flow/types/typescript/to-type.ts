import type { Type as CheckedType } from "typescript/unstable/sync";
import {
  arrayOf,
  booleanType,
  nullType,
  numberType,
  stringType,
  type Type,
  undefinedType,
  unionOf,
  unknownType,
} from "../type.ts";
import type { Shapes } from "./shapes.ts";

/** Deeper than this a type is not looked into. */
const maxDepth = 10;

/** TypeScript's types as ours. What is no JSON (a Date, a Map, a function), what has no end and what tells nothing (`any`) is unknown. */
export function createToType(shapes: Shapes): (type: CheckedType) => Type {
  const known = new Map<number, Type>();
  const inside: number[] = [];
  let wasCut = false;

  const toType = (type: CheckedType): Type => {
    const found = known.get(type.id);
    if (found !== undefined) return found;
    if (inside.length > maxDepth || inside.includes(type.id)) {
      wasCut = true;
      return unknownType;
    }
    inside.push(type.id);
    const made = make(type);
    inside.pop();
    // What was cut because of where it stands may be whole elsewhere.
    if (!wasCut || inside.length === 0) known.set(type.id, made);
    if (inside.length === 0) wasCut = false;
    return made;
  };

  const make = (type: CheckedType): Type => {
    const shape = shapes.of(type);
    switch (shape.kind) {
      case "string":
        return stringType;
      case "number":
        return numberType;
      case "boolean":
        return booleanType;
      case "null":
        return nullType;
      case "undefined":
        return undefinedType;
      case "union":
        return unionOf(...shape.parts.map(toType));
      case "array":
        return arrayOf(toType(shape.item));
      case "tuple": {
        const items = shape.items.map(toType);
        return { kind: "array", item: items.length === 0 ? unknownType : unionOf(...items), items };
      }
      case "list":
        return arrayOf(unionOf(...shape.items.map(toType)));
      case "object": {
        const fields = Object.fromEntries(
          shape.fields.map(({ name, type: field, isOptional }) => [
            name,
            isOptional ? unionOf(toType(field), undefinedType) : toType(field),
          ]),
        );
        return shape.rest === undefined
          ? { kind: "object", fields }
          : { kind: "object", fields, rest: toType(shape.rest) };
      }
      case "nonPrimitive":
        return unionOf({ kind: "object", fields: {}, rest: unknownType }, arrayOf(unknownType));
      case "other":
        return unknownType;
    }
  };
  return toType;
}
