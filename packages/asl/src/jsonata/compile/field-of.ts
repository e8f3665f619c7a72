import { createSequence } from "../sequence.ts";

/** Names that every JavaScript object answers to; they count only as an object's own. */
const inheritedNames: ReadonlySet<string> = new Set(Object.getOwnPropertyNames(Object.prototype));

/** The field of an object, or of each object in an array, as a sequence; undefined when there is none. */
export function fieldOf(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  if (Array.isArray(value)) return fieldsOf(value, name);
  // Data is made of plain objects, so what an inherited name hides is the only thing an own-property test can add.
  return inheritedNames.has(name) && !Object.hasOwn(value, name)
    ? undefined
    : (value as Record<string, unknown>)[name];
}

function fieldsOf(items: readonly unknown[], name: string): unknown[] {
  const fields = createSequence();
  for (const item of items) {
    const field = fieldOf(item, name);
    if (Array.isArray(field)) for (const part of field) fields.push(part);
    else if (field !== undefined) fields.push(field);
  }
  return fields;
}
