import type { TSType } from "oxc-parser";
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
} from "./type.ts";

/** Types by name that a module declares: `interface Order { … }`, `type Order = …`. */
export type DeclaredTypes = ReadonlyMap<string, TSType | { members: readonly TSType[] }>;

/** What an annotation says, as far as it is made of literals, arrays, objects, unions and the module's own names; else unknown. */
export function fromAnnotation(
  node: TSType | undefined,
  declared: ReadonlyMap<string, TSType>,
  depth = 0,
): Type {
  if (node === undefined || depth > 12) return unknownType;
  const read = (part: TSType | undefined): Type => fromAnnotation(part, declared, depth + 1);
  switch (node.type) {
    case "TSNumberKeyword":
      return numberType;
    case "TSStringKeyword":
      return stringType;
    case "TSBooleanKeyword":
      return booleanType;
    case "TSNullKeyword":
      return nullType;
    case "TSUndefinedKeyword":
    case "TSVoidKeyword":
      return undefinedType;
    case "TSLiteralType": {
      if (node.literal.type !== "Literal")
        return node.literal.type === "TemplateLiteral" ? stringType : numberType;
      if (typeof node.literal.value === "string") return stringType;
      if (typeof node.literal.value === "number") return numberType;
      return typeof node.literal.value === "boolean" ? booleanType : unknownType;
    }
    case "TSArrayType":
      return arrayOf(read(node.elementType));
    case "TSTypeOperator":
      return node.operator === "readonly" ? read(node.typeAnnotation) : unknownType;
    case "TSParenthesizedType":
      return read(node.typeAnnotation);
    case "TSTupleType": {
      const items = node.elementTypes.map((element) =>
        element.type === "TSOptionalType" ||
        element.type === "TSRestType" ||
        element.type === "TSNamedTupleMember"
          ? unknownType
          : read(element),
      );
      return { kind: "array", item: unionOf(...items), items };
    }
    case "TSUnionType":
      return unionOf(...node.types.map(read));
    case "TSTypeLiteral": {
      const fields: Record<string, Type> = {};
      let rest: Type | undefined;
      for (const member of node.members) {
        if (member.type === "TSPropertySignature" && !member.computed) {
          const name = member.key.type === "Identifier" ? member.key.name : undefined;
          const literal = member.key.type === "Literal" ? member.key.value : undefined;
          const type = read(member.typeAnnotation?.typeAnnotation);
          const key = name ?? (typeof literal === "string" ? literal : undefined);
          if (key === undefined) return unknownType;
          fields[key] = member.optional ? unionOf(type, undefinedType) : type;
        } else if (member.type === "TSIndexSignature") {
          rest = read(member.typeAnnotation.typeAnnotation);
        } else {
          return unknownType;
        }
      }
      return rest === undefined ? { kind: "object", fields } : { kind: "object", fields, rest };
    }
    case "TSTypeReference": {
      if (node.typeName.type !== "Identifier") return unknownType;
      const { name } = node.typeName;
      const own = declared.get(name);
      if (own !== undefined) return read(own);
      const [first, second] = node.typeArguments?.params ?? [];
      if (name === "Array" || name === "ReadonlyArray") return arrayOf(read(first));
      if (name === "Promise" || name === "Readonly") return read(first);
      if (name === "Record") return { kind: "object", fields: {}, rest: read(second) };
      return unknownType;
    }
    default:
      return unknownType;
  }
}
