import type { AssignmentExpression, BindingPattern, UpdateExpression, VariableDeclaration } from "oxc-parser";
import { appended } from "../expression/array-methods.ts";
import { code, sizeOf, variablesOf } from "../expression/code.ts";
import { hasAwait } from "../expression/has-await.ts";
import { arithmetic, lowerPlus } from "../expression/operators.ts";
import { readPattern } from "../expression/pattern.ts";
import type { Scope } from "../expression/scope.ts";
import { toTest } from "../expression/truthiness.ts";
import { nullValue, present, type Value, value } from "../expression/value.ts";
import { isAll, mayBe, numberType, type Type, undefinedType, unionOf, unknownType } from "../types/type.ts";
import type { FlowContext } from "./context.ts";

/** Longer constants are kept in a variable rather than written where they are read. */
const maxInlineSize = 80;

export function lowerDeclaration(node: VariableDeclaration, scope: Scope, context: FlowContext): void {
  if (node.kind !== "const" && node.kind !== "let") {
    context.diagnostics.report("ACME1100", node, `"${node.kind}" is not supported`, {
      help: "write const or let",
    });
    return;
  }
  for (const { id, init } of node.declarations) {
    const isHelper = init?.type === "ArrowFunctionExpression" || init?.type === "FunctionExpression";
    if (isHelper && id.type === "Identifier" && node.kind === "const") {
      // It reads what is around it when it is called, and so does the code that stands for the call.
      scope.set(id.name, { kind: "helper", node: init, scope });
      continue;
    }
    const annotation =
      "typeAnnotation" in id ? context.lowering.annotated(id.typeAnnotation?.typeAnnotation) : unknownType;
    if (id.type === "Identifier") context.resultName = id.name;
    const given = init === null ? { ...nullValue, type: undefinedType } : context.expression(init, scope);
    context.resultName = undefined;
    const typed = annotation.kind === "unknown" ? given : { ...given, type: annotation };
    const isDirect = init?.type === "AwaitExpression" && id.type !== "Identifier";
    bindPattern(id, typed, scope, context, { constant: node.kind === "const", stored: isDirect });
  }
}

/** Gives the names of a pattern to parts of a value: written where they are read when that is cheap, in variables otherwise. */
export function bindPattern(
  pattern: BindingPattern,
  one: Value,
  scope: Scope,
  context: FlowContext,
  { constant, stored }: { constant: boolean; stored: boolean },
): void {
  const isStable = (part: Value): boolean =>
    constant &&
    !part.fallible &&
    sizeOf(part.code) <= maxInlineSize &&
    [...variablesOf(part.code)].every((variable) => context.names.isConstant(variable));
  const isName = pattern.type === "Identifier";
  let whole = one;
  // A value that several names take their parts from is computed once.
  if (!isName && !isStable(one) && one.code.length > 1) {
    const variable = context.names.allocate("parts", { constant: true });
    context.builder.assign([{ variable, value: present(one, context.names.freshLocal) }], pattern);
    whole = value([{ variable }], one.type);
  }
  const parts = readPattern(pattern, whole, scope, context.lowering);
  const changes: { variable: string; value: Value }[] = [];
  for (const { name, part } of parts) {
    const isRead = part.code.length === 1 && typeof part.code[0] !== "string";
    const grows = context.owned.has(name);
    if (isStable(part) && (!stored || isRead) && !grows) {
      scope.set(name, { kind: "value", value: part });
      continue;
    }
    const variable = context.names.allocate(name, { constant: constant && !grows });
    // What begins as null or empty tells nothing of what it will be.
    const isOpen = !constant && (part.type.kind === "null" || part.type.kind === "undefined");
    const type = isOpen ? unknownType : part.type;
    scope.set(name, { kind: "variable", variable, type, constant, region: context.builder.region });
    changes.push({ variable, value: present(part, context.names.freshLocal) });
  }
  if (changes.length > 0) context.builder.assign(changes, pattern);
}

/** `x = …`, `x += …`, `x++` and `xs.push(…)` as statements. */
export function lowerAssignment(node: AssignmentExpression, scope: Scope, context: FlowContext): void {
  const { left, right, operator } = node;
  if (left.type === "MemberExpression") {
    context.diagnostics.report(
      "ACME1108",
      node,
      "parts of objects and arrays cannot be changed, for the value may have another name",
      {
        help: 'make a new one: order = { ...order, state: "paid" }',
      },
    );
    return;
  }
  if (left.type !== "Identifier") {
    context.diagnostics.report("ACME1100", node, "only names can be assigned to", {
      help: "declare new names with const",
    });
    return;
  }
  const target = variableOf(left.name, node, scope, context);
  if (target === undefined) return;
  const before: Value = value([{ variable: target.variable }], target.type);
  if (operator === "=") context.resultName = left.name;
  const given = context.expression(right, scope);
  context.resultName = undefined;
  const result = ((): Value | undefined => {
    switch (operator) {
      case "=":
        return given;
      case "+=":
        return lowerPlus(node, before, given, context.lowering);
      case "-=":
      case "*=":
        return arithmetic(before, operator.charAt(0), given, context.lowering);
      case "??=":
        return hasAwait(right)
          ? undefined
          : value(
              code`(${before.code} != null ? ${before.code} : ${given.code})`,
              unionOf(target.type, given.type),
              { of: [given], missing: given.missing },
            );
      case "||=":
        return hasAwait(right)
          ? undefined
          : value(
              code`(${toTest(before, context.lowering)} ? ${before.code} : ${given.code})`,
              unionOf(target.type, given.type),
              { of: [given], missing: given.missing },
            );
      default:
        return undefined;
    }
  })();
  if (result === undefined) {
    context.diagnostics.report("ACME1100", node, `"${operator}" is not supported here`, {
      help: "write it with =",
    });
    return;
  }
  assignTo(target, result, node, context);
}

export function lowerUpdate(node: UpdateExpression, scope: Scope, context: FlowContext): void {
  if (node.argument.type !== "Identifier") {
    context.diagnostics.report("ACME1108", node, "parts of objects and arrays cannot be changed");
    return;
  }
  const target = variableOf(node.argument.name, node, scope, context);
  if (target === undefined) return;
  const before = value([{ variable: target.variable }], target.type);
  assignTo(
    target,
    arithmetic(before, node.operator.charAt(0), value(["1"], numberType), context.lowering),
    node,
    context,
  );
}

/** `xs.push(v)`; the caller has seen to it that the array has no other name. */
export function lowerPush(
  name: string,
  items: readonly Value[],
  span: { start: number; end: number },
  scope: Scope,
  context: FlowContext,
): void {
  const binding = scope.find(name);
  if (binding?.kind !== "variable" || !isAll(binding.type, "array")) {
    context.diagnostics.report("ACME1108", span, `"${name}" is not known to be an array of its own`, {
      help: `declare it as let ${name}: Item[] = [], and write ${name} = [...${name}, item]`,
    });
    return;
  }
  if (isForeign(name, binding, span, context)) return;
  let result: Value = value([{ variable: binding.variable }], binding.type);
  for (const item of items) result = appended(result, item, context.lowering);
  context.builder.assign([{ variable: binding.variable, value: result }], span);
}

function assignTo(
  target: { variable: string; type: Type },
  given: Value,
  span: { start: number; end: number },
  context: FlowContext,
): void {
  const known = target.type.kind !== "unknown";
  if (
    known &&
    isPlain(target.type) &&
    !mayBe(given.type, "unknown") &&
    !isAll(given.type, target.type.kind)
  ) {
    context.diagnostics.report(
      "ACME1110",
      span,
      `a variable of ${target.type.kind} is assigned ${given.type.kind}`,
      { help: "annotate the variable with all its types" },
    );
  }
  context.builder.assign(
    [{ variable: target.variable, value: present(given, context.names.freshLocal) }],
    span,
  );
}

function isPlain(type: Type): boolean {
  return type.kind === "number" || type.kind === "string" || type.kind === "boolean";
}

function variableOf(
  name: string,
  span: { start: number; end: number },
  scope: Scope,
  context: FlowContext,
): { variable: string; type: Type } | undefined {
  const binding = scope.find(name);
  if (binding?.kind !== "variable" || binding.constant) {
    context.diagnostics.report(
      "ACME1115",
      span,
      `"${name}" is no variable of this flow that can be assigned`,
      { help: "declare it with let inside of the flow" },
    );
    return undefined;
  }
  return isForeign(name, binding, span, context) ? undefined : binding;
}

function isForeign(
  name: string,
  { region }: { region: object },
  span: { start: number; end: number },
  context: FlowContext,
): boolean {
  if (region === context.builder.region) return false;
  context.diagnostics.report(
    "ACME1107",
    span,
    `"${name}" belongs to the flow around, so a parallel branch cannot assign it`,
    {
      help: "return the value from the branch; map() and Promise.all() resolve to an array of results",
    },
  );
  return true;
}
