import { partsOf, presentType, type Type } from "../types/type.ts";
import type { Lowering } from "./lowering.ts";
import type { Value } from "./value.ts";

/**
 * In an object that a flow makes, a field that is given undefined is a key in JavaScript and none in JSON. Where keys are asked for, that is another answer:
 * reported, and true.
 */
export function refuseHoles(
  object: Value,
  node: { start: number; end: number },
  lowering: Lowering,
): boolean {
  if (!hasHolesIn(object.type)) return false;
  lowering.diagnostics.report(
    "ACME1116",
    node,
    "a field of this object may be undefined: JavaScript counts it among the keys, and JSON leaves it out",
    { help: 'give the field a value with "?? null", or leave it out: ...(x == null ? {} : { x })' },
  );
  return true;
}

export function hasHolesIn(type: Type): boolean {
  return partsOf(presentType(type)).some((part) => part.kind === "object" && part.holes === true);
}

/** The type that an annotation gives to a value, with what is known of its fields that may be undefined. */
export function keepHoles(type: Type, given: Type): Type {
  return type.kind === "object" && hasHolesIn(given) ? { ...type, holes: true } : type;
}
