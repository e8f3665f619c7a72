import type { JsonSchema } from "acme-engine";
import type { Checker, Type as CheckedType } from "typescript/unstable/sync";
import { anyOf } from "../../parameters/any-of.ts";
import type { Shapes } from "./shapes.ts";

const maxDepth = 10;

/** The JSON that fits a type, as a schema; a type that is no JSON, or has no end, gives one that all fits. */
export function createToSchema(shapes: Shapes, checker: Checker): (type: CheckedType) => JsonSchema {
  const toSchema = (type: CheckedType, inside: readonly number[]): JsonSchema => {
    if (inside.includes(type.id) || inside.length > maxDepth) return {};
    const shape = shapes.of(type);
    const part = (inner: CheckedType): JsonSchema => toSchema(inner, [...inside, type.id]);
    switch (shape.kind) {
      case "string":
      case "number":
      case "boolean":
        return shape.value === undefined ? { type: shape.kind } : { const: shape.value };
      case "null":
        return { type: "null" };
      case "nonPrimitive":
        return { type: ["object", "array"] };
      case "undefined":
      case "other":
        return {};
      case "union":
        return anyOf(
          shape.parts
            .filter((each) => shapes.of(each).kind !== "undefined")
            .map((each) => toSchema(each, inside)),
        );
      case "array":
        return { type: "array", items: part(shape.item) };
      case "tuple":
        return {
          type: "array",
          ...(shape.items.length === 0 ? {} : { items: anyOf(shape.items.map(part)) }),
          minItems: shape.items.length,
          maxItems: shape.items.length,
        };
      case "list":
        return { type: "array", items: anyOf(shape.items.map(part)) };
      case "object": {
        const required = shape.fields.flatMap(({ name, type: field, isOptional }) =>
          isOptional || mayBeMissing(field) ? [] : [name],
        );
        const properties = Object.fromEntries(
          shape.fields.map(({ name, type: field, symbol }): [string, JsonSchema] => {
            const description = checker.getDocumentationCommentOfSymbol(symbol);
            const schema = part(field);
            return [name, description === "" ? schema : { description: oneLine(description), ...schema }];
          }),
        );
        return {
          type: "object",
          properties,
          ...(required.length === 0 ? {} : { required }),
          ...(shape.rest === undefined ? {} : { additionalProperties: part(shape.rest) }),
        };
      }
    }
  };
  const mayBeMissing = (type: CheckedType): boolean => {
    const shape = shapes.of(type);
    return shape.kind === "undefined" || (shape.kind === "union" && shape.parts.some(mayBeMissing));
  };
  return (type) => toSchema(type, []);
}

function oneLine(text: string): string {
  return text.replaceAll(/\s*\n\s*/g, " ").trim();
}
