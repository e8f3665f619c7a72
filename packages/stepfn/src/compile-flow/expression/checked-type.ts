import type { ParamPattern, TSType } from "oxc-parser";
import type { Span } from "../source/diagnostic.ts";
import { fromAnnotation } from "../types/from-annotation.ts";
import { hasUnknown, isOpen, orMissing, refine } from "../types/refine.ts";
import { mayBe, partsOf, type Type, unknownType } from "../types/type.ts";
import type { TypeOracle } from "../types/type-oracle.ts";
import type { Lowering } from "./lowering.ts";
import type { Value } from "./value.ts";

/** The value with what a type checker knows of the expression besides. */
export function withCheckedType(one: Value, span: Span, types: TypeOracle | undefined): Value {
  if (types === undefined || !isOpen(one.type)) return one;
  const known = types.typeAt(span);
  if (known === undefined || known.kind === "unknown") return one;
  const type = refine(one.type, known, () => types.declaredAt(span));
  const wasUndefined = partsOf(one.type).some(({ kind }) => kind === "undefined");
  if (one.missing && wasUndefined && !mayBe(type, "undefined")) return { ...one, type, missing: false };
  return { ...one, type: one.missing ? orMissing(type) : type };
}

/** What an annotation says by itself; what names in it stand for, a type checker knows. */
export function annotatedType(
  annotation: TSType | undefined,
  { declaredTypes, types }: { declaredTypes: ReadonlyMap<string, TSType>; types: TypeOracle | undefined },
): Type {
  const written = fromAnnotation(annotation, declaredTypes);
  if (annotation === undefined || types === undefined || !hasUnknown(written)) return written;
  const known = types.typeAt(annotation);
  return known === undefined ? written : refine(written, known, () => undefined);
}

/** What is not known of a value that is passed, its parameter may say. */
export function asParameter(given: Value, parameter: ParamPattern, lowering: Lowering): Value {
  if (!hasUnknown(given.type)) return given;
  return { ...given, type: refine(given.type, parameterType(parameter, lowering), () => undefined) };
}

/** By its annotation; without one, by what its function is passed to. */
export function parameterType(parameter: ParamPattern, lowering: Lowering): Type {
  if (parameter.type === "TSParameterProperty") return unknownType;
  const annotation =
    parameter.type === "AssignmentPattern" ? parameter.left.typeAnnotation : parameter.typeAnnotation;
  const written = lowering.annotated(annotation?.typeAnnotation);
  return written.kind === "unknown" ? lowering.checked(parameter) : written;
}
