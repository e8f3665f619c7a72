import type { Alias } from "../ownership/ownership.ts";
import type { Span } from "../source/diagnostic.ts";
import { itemOf, partsOf, presentType, type Type, unionOf } from "../types/type.ts";
import type { Lowering } from "./lowering.ts";
import type { Value } from "./value.ts";

/** Reports an expression that gives a second name to something that is changed, unless only texts, numbers and the like come through it. */
export function checkAlias(alias: Alias, one: Value, span: Span, lowering: Lowering): void {
  const shared = alias.level === 0 ? one.type : contentsOf(one.type);
  if (partsOf(presentType(shared)).every(({ kind }) => plainKinds.has(kind))) return;
  const text = lowering.source.slice(span.start, span.end).replaceAll(/\s+/g, " ");
  const message =
    alias.way === "gives"
      ? `this gives another name to what "${alias.name}" holds, and in a state machine a change is seen under one name only`
      : `"${alias.name}" is changed, and what it gets here has another name, under which a state machine would not change it`;
  const copy = `structuredClone(${text.length > 40 ? "…" : text})`;
  lowering.diagnostics.report("ACME1108", span, message, {
    notes: [{ message: `"${alias.name}" is changed here`, span: alias.change }],
    help:
      alias.way === "gives"
        ? `hand on a copy: ${copy}`
        : `change it under its first name, as items[index].field, or make it a value of its own: ${copy}`,
  });
}

const plainKinds = new Set<Type["kind"]>(["boolean", "number", "string", "null", "undefined"]);

function contentsOf(type: Type): Type {
  const inner = partsOf(presentType(type)).map((part): Type => {
    if (part.kind === "array") return itemOf(part);
    if (part.kind !== "object") return part;
    return unionOf(...Object.values(part.fields), ...(part.rest === undefined ? [] : [part.rest]), {
      kind: "null",
    });
  });
  return unionOf(...inner);
}
