import type { CallExpression, Expression, MemberExpression } from "oxc-parser";
import { isAll, mayBeNullish, numberType, presentType, type Type, unionOf } from "../types/type.ts";
import { code, joinCode } from "./code.ts";
import { hasAwait } from "./has-await.ts";
import type { Lowering } from "./lowering.ts";
import { arithmetic, combineLogical, division, lowerPlus, power } from "./operators.ts";
import type { Scope } from "./scope.ts";
import { type PartChange, type Step, updatePart } from "./update-part.ts";
import { changeArray, changingMethods } from "./changing-methods.ts";
import { refusedValue, type Value, value } from "./value.ts";

/** A statement that gives a variable another value: `x = …`, `x.a += …`, `x.push(…)`, `delete x.a`. */
export interface Change {
  /** The variable's name. */
  name: string;
  /** Whether the variable itself is assigned, and not a part of it: a constant cannot be. */
  isWhole: boolean;
  /** What the variable becomes, from what it is. */
  next(before: Value): Value;
}

/** The change that an expression statement makes; undefined when it makes none. */
export function readChange(node: Expression, scope: Scope, lowering: Lowering): Change | undefined {
  switch (node.type) {
    case "AssignmentExpression": {
      const { left, operator, right } = node;
      return changeOf(left, scope, lowering, (before) =>
        assigned(node, operator, before, right, scope, lowering),
      );
    }
    case "UpdateExpression":
      return changeOf(node.argument, scope, lowering, (before) =>
        arithmetic(before, node.operator.charAt(0), value(["1"], numberType), lowering),
      );
    case "UnaryExpression":
      return node.operator === "delete" && bare(node.argument).type === "MemberExpression"
        ? changeOf(node.argument, scope, lowering, () => "deleted")
        : undefined;
    case "CallExpression": {
      const change = changeOfCall(node, scope, lowering);
      return change === undefined ? undefined : { ...change, isWhole: false };
    }
    default:
      return undefined;
  }
}

function changeOfCall(node: CallExpression, scope: Scope, lowering: Lowering): Change | undefined {
  const callee = bare(node.callee);
  if (callee.type !== "MemberExpression" || callee.computed || callee.property.type !== "Identifier")
    return undefined;
  const method = callee.property.name;
  const isGlobal = callee.object.type === "Identifier" && scope.find(callee.object.name) === undefined;
  if (
    isGlobal &&
    callee.object.type === "Identifier" &&
    callee.object.name === "Object" &&
    method === "assign"
  ) {
    const [target, ...sources] = node.arguments;
    if (target === undefined || target.type === "SpreadElement" || !isChain(target)) return undefined;
    return changeOf(target, scope, lowering, (before) => {
      const parts = sources.map((one) =>
        one.type === "SpreadElement" ? refusedValue : lowering.lower(one, scope),
      );
      return merged([before, ...parts], node, lowering);
    });
  }
  if (!Object.hasOwn(changingMethods, method)) return undefined;
  const object = bare(callee.object);
  // `(groups[key] ??= []).push(item)`
  const first = object.type === "AssignmentExpression" ? readChange(object, scope, lowering) : undefined;
  if (first !== undefined && object.type === "AssignmentExpression") {
    const target = { ...callee, object: object.left } as typeof callee;
    const second = changeOfCall({ ...node, callee: target }, scope, lowering);
    return second === undefined
      ? undefined
      : { ...second, next: (before) => second.next(first.next(before)) };
  }
  if (!isChain(callee.object)) return undefined;
  return changeOf(callee.object, scope, lowering, (before) => {
    if (!isAll(before.type, "array")) {
      lowering.diagnostics.report(
        "ACME1108",
        node,
        `"${method}" changes an array, and this is not known to be one`,
        {
          help: "annotate it: const items: Item[] = []",
        },
      );
      return refusedValue;
    }
    if (!before.missing && !mayBeNullish(before.type))
      return changeArray({ node, method, array: before, scope, lowering });
    const local = lowering.freshLocal();
    const array = { ...before, code: [local], type: presentType(before.type), missing: false };
    const after = changeArray({ node, method, array, scope, lowering });
    return value(
      code`(${local} := ${before.code}; $type(${local}) = "array" ? ${after.code} : $error("there is no array to change"))`,
      after.type,
      { fallible: true },
    );
  });
}

/** Objects put together, as Object.assign() and spreads do. */
export function merged(parts: readonly Value[], node: Expression, lowering: Lowering): Value {
  const unknown = parts.find(({ type }) => !isAll(type, "object"));
  if (unknown !== undefined) {
    lowering.diagnostics.report("ACME1100", node, "Object.assign() needs to know that it gets objects", {
      help: "annotate them",
    });
    return refusedValue;
  }
  const codes = parts.map((part) => {
    if (!part.missing && !mayBeNullish(part.type)) return part.code;
    const local = lowering.freshLocal();
    return code`(${local} := ${part.code}; $type(${local}) = "object" ? ${local} : {})`;
  });
  const known = parts.map(({ type }) => presentType(type));
  const fields: Record<string, Type> = {};
  for (const type of known) if (type.kind === "object") Object.assign(fields, type.fields);
  const rests = known.flatMap((type) =>
    type.kind === "object" ? (type.rest ?? []) : [{ kind: "unknown" } as const],
  );
  const type: Type =
    rests.length === 0 ? { kind: "object", fields } : { kind: "object", fields, rest: unionOf(...rests) };
  return value(code`$merge([${joinCode(codes, ", ")}])`, type, { of: parts });
}

function changeOf(target: unknown, scope: Scope, lowering: Lowering, change: PartChange): Change | undefined {
  const steps: Step[] = [];
  let inner = bare(target as Expression);
  while (inner.type === "MemberExpression" && inner.object.type !== "Super") {
    steps.unshift(stepOf(inner, scope, lowering));
    inner = bare(inner.object);
  }
  if (inner.type !== "Identifier") return undefined;
  const { name } = inner;
  return {
    name,
    isWhole: steps.length === 0,
    next: (before) => updatePart(before, steps, change, lowering),
  };
}

function stepOf(node: MemberExpression, scope: Scope, lowering: Lowering): Step {
  if (!node.computed)
    return { kind: "field", name: node.property.type === "Identifier" ? node.property.name : "", node };
  const { property } = node;
  if (property.type === "Literal" && typeof property.value === "string")
    return { kind: "field", name: property.value, node };
  return { kind: "computed", key: lowering.lower(property, scope), node };
}

function isChain(node: Expression): boolean {
  let inner = bare(node);
  while (inner.type === "MemberExpression" && inner.object.type !== "Super") inner = bare(inner.object);
  return inner.type === "Identifier";
}

function bare(node: Expression): Expression {
  let inner = node;
  while (
    inner.type === "ParenthesizedExpression" ||
    inner.type === "TSAsExpression" ||
    inner.type === "TSNonNullExpression" ||
    inner.type === "TSSatisfiesExpression"
  )
    inner = inner.expression;
  return inner;
}

function assigned(
  node: Expression,
  operator: string,
  before: Value,
  right: Expression,
  scope: Scope,
  lowering: Lowering,
): Value {
  if (operator === "=") return lowering.lower(right, scope);
  if (operator === "??=" || operator === "||=" || operator === "&&=") {
    if (hasAwait(right)) {
      lowering.diagnostics.report("ACME1103", node, `"${operator}" awaits only on one side`, {
        help: "write an if statement",
      });
      return refusedValue;
    }
    return combineLogical(
      operator === "??=" ? "??" : operator === "||=" ? "||" : "&&",
      before,
      lowering.lower(right, scope),
      lowering,
    );
  }
  const given = lowering.lower(right, scope);
  switch (operator) {
    case "+=":
      return lowerPlus(node, before, given, lowering);
    case "-=":
    case "*=":
      return arithmetic(before, operator.charAt(0), given, lowering);
    case "/=":
    case "%=":
      return division(before, operator.charAt(0), given, right, lowering);
    case "**=":
      return power(before, given, lowering);
    default:
      lowering.diagnostics.report("ACME1114", node, `"${operator}" has no counterpart in JSONata`, {
        help: "compute it in a task",
      });
      return refusedValue;
  }
}
