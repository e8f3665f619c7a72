import type { JsonSchema } from "acme-engine";
import type { TSType } from "oxc-parser";
import { anyOf } from "./any-of.ts";

const maxDepth = 10;

/** The JSON that fits a type, as far as it is written with literals, arrays, objects, unions and the module's own names. */
export function schemaFromAnnotation(
  node: TSType | undefined,
  declared: ReadonlyMap<string, TSType>,
  depth = 0,
): JsonSchema {
  if (node === undefined || depth > maxDepth) return {};
  const read = (part: TSType | undefined): JsonSchema => schemaFromAnnotation(part, declared, depth + 1);
  switch (node.type) {
    case "TSNumberKeyword":
      return { type: "number" };
    case "TSStringKeyword":
    case "TSTemplateLiteralType":
      return { type: "string" };
    case "TSBooleanKeyword":
      return { type: "boolean" };
    case "TSNullKeyword":
      return { type: "null" };
    case "TSLiteralType": {
      const value = node.literal.type === "Literal" ? node.literal.value : undefined;
      return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
        ? { const: value }
        : {};
    }
    case "TSArrayType":
      return { type: "array", items: read(node.elementType) };
    case "TSTypeOperator":
      return node.operator === "readonly" ? read(node.typeAnnotation) : {};
    case "TSParenthesizedType":
      return read(node.typeAnnotation);
    case "TSUnionType":
      return anyOf(node.types.filter((part) => !isUndefined(part)).map(read));
    case "TSTypeLiteral": {
      const properties: Record<string, JsonSchema> = {};
      const required: string[] = [];
      let rest: JsonSchema | undefined;
      for (const member of node.members) {
        if (member.type === "TSIndexSignature") {
          rest = read(member.typeAnnotation.typeAnnotation);
          continue;
        }
        if (member.type !== "TSPropertySignature" || member.computed) return {};
        const key =
          member.key.type === "Identifier"
            ? member.key.name
            : member.key.type === "Literal"
              ? String(member.key.value)
              : undefined;
        if (key === undefined) return {};
        const type = member.typeAnnotation?.typeAnnotation;
        properties[key] = read(type);
        if (!member.optional && type !== undefined && !mayBeUndefined(type)) required.push(key);
      }
      return {
        type: "object",
        properties,
        ...(required.length === 0 ? {} : { required }),
        ...(rest === undefined ? {} : { additionalProperties: rest }),
      };
    }
    case "TSTypeReference": {
      if (node.typeName.type !== "Identifier") return {};
      const { name } = node.typeName;
      const own = declared.get(name);
      if (own !== undefined) return read(own);
      const [first, second] = node.typeArguments?.params ?? [];
      if (name === "Array" || name === "ReadonlyArray") return { type: "array", items: read(first) };
      if (name === "Readonly") return read(first);
      if (name === "Record" && first?.type === "TSStringKeyword")
        return { type: "object", properties: {}, additionalProperties: read(second) };
      return {};
    }
    default:
      return {};
  }
}

function isUndefined({ type }: TSType): boolean {
  return type === "TSUndefinedKeyword" || type === "TSVoidKeyword";
}

function mayBeUndefined(node: TSType): boolean {
  return isUndefined(node) || (node.type === "TSUnionType" && node.types.some(mayBeUndefined));
}
