import type { MemberExpression } from "oxc-parser";
import {
  arrayOf,
  fieldOf,
  isAll,
  itemOf,
  mayBe,
  mayBeNullish,
  partsOf,
  presentType,
  type Type,
  unionOf,
} from "../types/type.ts";
import { type Code, code, isCheap, quote, renderCode } from "./code.ts";
import { toFieldCode } from "./literals.ts";
import { toSingle } from "./to-single.ts";
import type { Lowering } from "./lowering.ts";
import { readField } from "./member.ts";
import { present, refusedValue, type Value, value } from "./value.ts";

/** A step from an object to a part of it. */
export type Step =
  | { kind: "field"; name: string; node: MemberExpression }
  | { kind: "computed"; key: Value; node: MemberExpression };

/** What the part becomes, from what it is; `"deleted"` takes it out of its object. */
export type PartChange = (before: Value) => Value | "deleted";

/** An object or array like the one given, but for a part of it: `$merge([$o, {"k": 1}])`. */
export function updatePart(
  whole: Value,
  steps: readonly Step[],
  change: PartChange,
  lowering: Lowering,
): Value {
  const [step, ...rest] = steps;
  if (step === undefined) {
    const after = change(whole);
    return after === "deleted" ? refusedValue : after;
  }
  const inner: PartChange =
    rest.length === 0
      ? change
      : (before) => {
          const known = { ...before, type: presentType(before.type), missing: false };
          const isSure = !before.missing && !mayBeNullish(before.type);
          const updated = updatePart(known, rest, change, lowering);
          return isSure ? updated : { ...updated, fallible: true };
        };
  return withShort(whole, lowering, (short) =>
    step.kind === "field"
      ? updateField(
          short,
          { step: { name: step.name, code: [quote(step.name)] }, node: step.node },
          inner,
          lowering,
        )
      : updateComputed(short, step, inner, lowering),
  );
}

function updateComputed(
  whole: Value,
  { key, node }: Extract<Step, { kind: "computed" }>,
  change: PartChange,
  lowering: Lowering,
): Value {
  if (isAll(whole.type, "array")) return updateItem(whole, key, node, change, lowering);
  if (!isAll(whole.type, "object") || !isAll(key.type, "string") || mayBeNullish(key.type)) {
    lowering.diagnostics.report(
      "ACME1110",
      node,
      "to change x[key] it has to be known that x is an object and key a text, or that x is an array",
      { help: "annotate both; write String(key) for a number as key" },
    );
    return refusedValue;
  }
  return withShort(key, lowering, (name) =>
    updateField(whole, { step: { name: undefined, code: name.code }, node }, change, lowering),
  );
}

function updateField(
  whole: Value,
  { step, node }: { step: { name: string | undefined; code: Code }; node: MemberExpression },
  change: PartChange,
  lowering: Lowering,
): Value {
  if (step.name === "length" && isAll(whole.type, "array")) {
    const length = change(value(code`$count(${whole.code})`, { kind: "number" }));
    if (length !== "deleted" && renderCode(length.code) === "0") return value(["[]"], whole.type);
  }
  if (isAll(whole.type, "array", "string", "number", "boolean", "error")) {
    lowering.diagnostics.report(
      "ACME1114",
      node,
      `"${step.name ?? "x[key]"}" of ${presentType(whole.type).kind} cannot be changed`,
      { help: "change an object, or make a new value" },
    );
    return refusedValue;
  }
  const type = step.name === undefined ? anyField(whole.type) : fieldOf(whole.type, step.name);
  const isSure = isAll(whole.type, "object") && !mayBeNullish(whole.type) && !whole.missing;
  const before =
    step.name !== undefined && isSure
      ? readField(whole, step.name, node, lowering)
      : value(code`$lookup(${whole.code}, ${step.code})`, type, { missing: true });
  const after = change(before);
  const without = code`$sift(${whole.code}, function($v, $k){$k != ${step.code}})`;
  const result = ((): Code => {
    if (after === "deleted") return code`$merge([${without}])`;
    checkType(type, after.type, node, lowering);
    const field = toFieldCode(after, node, lowering);
    const mayBeAbsent = after.missing || mayBe(after.type, "undefined");
    return mayBeAbsent && after.type.kind !== "unknown"
      ? code`$merge([${without}, {${step.code}: ${field}}])`
      : code`$merge([${whole.code}, {${step.code}: ${field}}])`;
  })();
  const of = after === "deleted" ? [whole] : [whole, after];
  if (isSure) return value(result, whole.type, { of });
  const asked = code`($type(${whole.code}) = "object" ? ${result} : $error(${quote("cannot change a part of what is no object")}))`;
  return value(asked, whole.type, { fallible: true });
}

/** What is put where a type says number or text has to be one, for that is what is believed where it is read. */
function checkType(declared: Type, given: Type, node: MemberExpression, lowering: Lowering): void {
  if (mayBe(given, "unknown") || mayBe(declared, "unknown")) return;
  const kinds = new Set(partsOf(declared).map(({ kind }) => kind));
  if (partsOf(given).every(({ kind }) => kinds.has(kind) || kind === "undefined" || kind === "null")) return;
  const wanted =
    kinds.size === 1 && kinds.has("undefined")
      ? "is not in its type"
      : `is ${[...kinds].join(" or ")} by its type`;
  lowering.diagnostics.report(
    "ACME1110",
    node,
    `this part ${wanted}, and is given ${partsOf(given)
      .map(({ kind }) => kind)
      .join(" or ")}`,
    { help: "annotate the variable with all that its parts may be" },
  );
}

function anyField(type: Type): Type {
  const fields = partsOf(presentType(type)).flatMap((part) =>
    part.kind === "object"
      ? [...Object.values(part.fields), ...(part.rest === undefined ? [] : [part.rest])]
      : [],
  );
  return unionOf(...fields, { kind: "undefined" });
}

/** An item is replaced, or one more is put behind the last; anywhere else JavaScript would leave holes. */
function updateItem(
  whole: Value,
  index: Value,
  node: MemberExpression,
  change: PartChange,
  lowering: Lowering,
): Value {
  const [at, count, item, position, put] = [
    lowering.freshLocal(),
    lowering.freshLocal(),
    lowering.freshLocal(),
    lowering.freshLocal(),
    lowering.freshLocal(),
  ];
  if (!isAll(index.type, "number")) {
    lowering.diagnostics.report("ACME1110", node, "the index of an array has to be a number", {
      help: "annotate it",
    });
    return refusedValue;
  }
  const type = itemOf(whole.type);
  const after = change(value([item], type));
  if (after === "deleted") {
    lowering.diagnostics.report(
      "ACME1108",
      node,
      "delete leaves a hole in an array, which JSON does not have",
      {
        help: "write xs.splice(index, 1)",
      },
    );
    return refusedValue;
  }
  const stored = present(after, lowering.freshLocal);
  const readsItem = stored.code.some((part) => typeof part === "string" && part.includes(item));
  // A value that does not read the item is computed once, and may also stand behind the last.
  const bind = readsItem ? "" : code`${put} := ${stored.code}; `;
  const next = readsItem ? stored.code : ([put] satisfies Code);
  const behind = readsItem
    ? ""
    : code`${at} = ${count} ? $append(${whole.code}, ${toSingle({ ...stored, code: [put] }, lowering)}) : `;
  const replaced = code`$append([], $map(${whole.code}, function(${item}, ${position}){${position} = ${at} ? ${next} : ${item}})[])`;
  const outside = code`$error(${quote("an array is changed outside of its items")})`;
  return value(
    code`(${at} := ${index.code}; ${count} := $count(${whole.code}); ${bind}${behind}${at} >= 0 and ${at} < ${count} and ${at} = $floor(${at}) ? ${replaced} : ${outside})`,
    arrayOf(unionOf(type, stored.type)),
    { fallible: true },
  );
}

function withShort(one: Value, lowering: Lowering, use: (short: Value) => Value): Value {
  if (isCheap(one.code)) return use(one);
  const local = lowering.freshLocal();
  const used = use({ ...one, code: [local] });
  return {
    ...used,
    code: code`(${local} := ${one.code}; ${used.code})`,
    fallible: used.fallible || one.fallible,
  };
}
