import type { Checker, Symbol as CheckedSymbol, Type as CheckedType } from "typescript/unstable/sync";
import type { TypeScriptModules } from "./load-typescript.ts";

export interface ShapeField {
  name: string;
  type: CheckedType;
  isOptional: boolean;
  symbol: CheckedSymbol;
}

/** What a type is made of, as far as JSON has it; `values` are those of a literal type. */
export type Shape =
  | { kind: "string" | "number" | "boolean"; value?: string | number | boolean }
  | { kind: "null" | "undefined" }
  | { kind: "union"; parts: readonly CheckedType[] }
  | { kind: "array"; item: CheckedType }
  | { kind: "tuple"; items: readonly CheckedType[] }
  /** A tuple with optional items or a rest. */
  | { kind: "list"; items: readonly CheckedType[] }
  | { kind: "object"; fields: readonly ShapeField[]; rest: CheckedType | undefined }
  /** An object or a list, and nothing is known of it. */
  | { kind: "nonPrimitive" }
  | { kind: "other" };

export interface Shapes {
  of(type: CheckedType): Shape;
}

/** Looks into types; each is asked for once. */
export function createShapes(checker: Checker, api: TypeScriptModules["api"]): Shapes {
  const { TypeFlags, ObjectFlags, ElementFlags, SymbolFlags } = api;
  const known = new Map<number, Shape>();
  const arrayTargets = new Set<number>();

  const make = (type: CheckedType): Shape => {
    const has = (flags: number): boolean => (type.flags & flags) !== 0;
    if (has(TypeFlags.Boolean)) return { kind: "boolean" };
    if (type.isUnionType()) return { kind: "union", parts: type.getTypes() };
    if (type.isStringLiteralType()) return { kind: "string", value: type.value };
    if (type.isNumberLiteralType()) return { kind: "number", value: type.value };
    if (type.isBooleanLiteralType()) return { kind: "boolean", value: type.value };
    if (has(TypeFlags.StringLike)) return { kind: "string" };
    if (has(TypeFlags.NumberLike)) return { kind: "number" };
    if (has(TypeFlags.Null)) return { kind: "null" };
    if (has(TypeFlags.VoidLike)) return { kind: "undefined" };
    if (has(TypeFlags.NonPrimitive)) return { kind: "nonPrimitive" };
    if (type.isIntersectionType()) return ofIntersection(type.getTypes(), type);
    return type.isObjectType() ? ofObject(type, type.objectFlags) : { kind: "other" };
  };

  /** `string & { brand: "Id" }` is a text. */
  const ofIntersection = (parts: readonly CheckedType[], type: CheckedType): Shape => {
    const plain = parts.find((part) => (part.flags & (TypeFlags.StringLike | TypeFlags.NumberLike)) !== 0);
    return plain === undefined ? ofFields(type) : shapes.of(plain);
  };

  const ofObject = (type: CheckedType, flags: number): Shape => {
    if ((flags & ObjectFlags.Reference) === 0) return ofFields(type);
    if (!type.isTypeReference()) return { kind: "other" };
    const target = type.getTarget();
    if (target.isTupleType()) {
      const items = checker.getTypeArguments(type).slice(0, target.elementFlags.length);
      const isFixed = target.elementFlags.every((each) => each === ElementFlags.Required);
      return items.length > 0 && !isFixed ? { kind: "list", items } : { kind: "tuple", items };
    }
    if (!arrayTargets.has(target.id)) {
      if (!checker.isArrayType(type)) return ofFields(type);
      arrayTargets.add(target.id);
    }
    const [item] = checker.getTypeArguments(type);
    return item === undefined ? { kind: "other" } : { kind: "array", item };
  };

  const ofFields = (type: CheckedType): Shape => {
    const symbols = checker.getPropertiesOfType(type);
    const names = symbols.map(({ name }) => name);
    // Methods are no JSON; nor is what a symbol names. An Error is what `catch` gives, and not an object of its fields.
    const isData = symbols.every(
      ({ flags, name }) => (flags & SymbolFlags.Method) === 0 && !name.startsWith("__@"),
    );
    if (!isData || (names.includes("message") && names.includes("stack"))) return { kind: "other" };
    let rest: CheckedType | undefined;
    for (const { keyType, valueType } of checker.getIndexInfosOfType(type)) {
      // What numbers index may be an array.
      if ((keyType.flags & TypeFlags.StringLike) === 0) return { kind: "other" };
      rest = valueType;
    }
    // Everything but null fits `{}`, functions too; and texts and arrays fit `{ length: number }`.
    if (rest === undefined && names.every((name) => name === "length")) return { kind: "other" };
    const types = checker.getTypeOfSymbol(symbols);
    const fields = symbols.flatMap((symbol, index): ShapeField[] => {
      const field = types[index];
      const isOptional = (symbol.flags & SymbolFlags.Optional) !== 0;
      return field === undefined ? [] : [{ name: symbol.name, type: field, isOptional, symbol }];
    });
    return fields.length === symbols.length ? { kind: "object", fields, rest } : { kind: "other" };
  };

  const shapes: Shapes = {
    of(type) {
      const found = known.get(type.id);
      if (found !== undefined) return found;
      const made = make(type);
      known.set(type.id, made);
      return made;
    },
  };
  return shapes;
}
