import type { AssignmentExpression, BindingPattern, Expression, VariableDeclaration } from "oxc-parser";
import { readChange } from "../expression/change.ts";
import { sizeOf, variablesOf } from "../expression/code.ts";
import { dateOf } from "../expression/dates.ts";
import { keepHoles } from "../expression/holes.ts";
import { readPattern } from "../expression/pattern.ts";
import { regexOf } from "../expression/regex/regex-calls.ts";
import type { Scope } from "../expression/scope.ts";
import { nullValue, present, type Value, value } from "../expression/value.ts";
import {
  isAll,
  mayBe,
  numberType,
  openType,
  type Type,
  undefinedType,
  unionOf,
  unknownType,
} from "../types/type.ts";
import { refine } from "../types/refine.ts";
import { rootNames } from "./assigned-names.ts";
import { namesIn } from "../ownership/resolve-names.ts";
import { isSyntaxNode, type SyntaxNode, walkSyntax } from "../source/syntax-node.ts";
import type { FlowContext } from "./context.ts";
import { takeItems } from "./take-items.ts";

/** Longer constants are kept in a variable rather than written where they are read. */
const maxInlineSize = 80;

export function lowerDeclaration(node: VariableDeclaration, scope: Scope, context: FlowContext): void {
  if (node.kind !== "const" && node.kind !== "let") {
    context.diagnostics.report("ACME1100", node, `"${node.kind}" is not supported`, {
      help: "write const or let",
    });
    for (const { id } of node.declarations)
      for (const name of rootNames(id)) scope.set(name, { kind: "refused" });
    return;
  }
  for (const { id, init } of node.declarations) {
    const isHelper = init?.type === "ArrowFunctionExpression" || init?.type === "FunctionExpression";
    if (isHelper && id.type === "Identifier" && node.kind === "const") {
      // It reads what is around it when it is called, and so does the code that stands for the call.
      scope.set(id.name, { kind: "helper", node: init, scope });
      continue;
    }
    const regex = node.kind === "const" ? regexOf(init, scope) : undefined;
    if (regex !== undefined && id.type === "Identifier") {
      scope.set(id.name, { kind: "regex", node: regex });
      continue;
    }
    const milliseconds = node.kind === "const" ? dateOf(init, scope, context.lowering) : undefined;
    if (milliseconds !== undefined && id.type === "Identifier") {
      const variable = context.names.allocate(id.name, { constant: true });
      context.builder.assign([{ variable, value: milliseconds }], id);
      scope.set(id.name, { kind: "date", milliseconds: value([{ variable }], numberType) });
      continue;
    }
    const annotation =
      "typeAnnotation" in id ? context.lowering.annotated(id.typeAnnotation?.typeAnnotation) : unknownType;
    if (id.type === "Identifier") context.resultName = id.name;
    if (init !== null) takeItems(init, scope, context);
    const given = init === null ? { ...nullValue, type: undefinedType } : context.expression(init, scope);
    context.resultName = undefined;
    if (init !== null && context.diagnostics.isRefused(init)) {
      for (const name of rootNames(id)) scope.set(name, { kind: "refused" });
      continue;
    }
    const typed =
      annotation.kind === "unknown" ? given : { ...given, type: keepHoles(annotation, given.type) };
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
  for (const { name, part, span } of parts) {
    const isRead = part.code.length === 1 && typeof part.code[0] !== "string";
    const grows = context.lowering.owned.isChanged(span);
    if (isStable(part) && (!stored || isRead) && !grows) {
      scope.set(name, { kind: "value", value: part });
      continue;
    }
    const variable = context.names.allocate(name, { constant: constant && !grows });
    // What begins as null or empty tells nothing of what it will be.
    const isOpen = !constant && (part.type.kind === "null" || part.type.kind === "undefined");
    const known = constant
      ? unknownType
      : context.lowering.checked({ start: span.start, end: span.start + name.length });
    const type = isOpen ? unknownType : asVariable(grows ? openType(part.type) : part.type, known);
    scope.set(name, { kind: "variable", variable, type, constant, region: context.builder.region });
    changes.push({ variable, value: present(part, context.names.freshLocal) });
  }
  if (changes.length > 0) context.builder.assign(changes, pattern);
}

/** What a variable that is assigned again may come to be; `known` is what a type checker says that it was declared as. */
function asVariable(first: Type, known: Type): Type {
  return known.kind === "unknown"
    ? first
    : unionOf(
        refine(first, known, () => undefined),
        known,
      );
}

/** `x = …`, `x.a += …`, `x++`, `xs.push(…)`, `delete x.a`: false when the expression changes nothing. */
export function lowerChange(node: Expression, scope: Scope, context: FlowContext): boolean {
  if (node.type === "AssignmentExpression" && node.left.type.endsWith("Pattern")) {
    assignPattern(node, scope, context);
    return true;
  }
  if (node.type === "AssignmentExpression") takeItems(node.right, scope, context);
  const change = readChange(node, scope, context.lowering);
  if (change === undefined) return false;
  const target = variableOf(change, node, scope, context);
  if (target === undefined) return true;
  const before: Value = value([{ variable: target.variable }], target.type);
  if (node.type === "AssignmentExpression" && change.isWhole) context.resultName = change.name;
  const after = change.next(before);
  context.resultName = undefined;
  assignTo(target, after, node, context);
  return true;
}

/** `({ a, b } = …)`, `[a, b] = [b, a]`: what they are given is computed before any of them changes. */
function assignPattern(node: AssignmentExpression, scope: Scope, context: FlowContext): void {
  const { left, right } = node;
  const isNames = isSyntaxNode(left) && namesIn(left).length > 0 && !hasMember(left);
  if (node.operator !== "=" || !isNames) {
    context.diagnostics.report("ACME1100", node, "only names can be assigned to by a pattern", {
      help: "assign parts of objects one by one",
    });
    return;
  }
  const given = present(context.expression(right, scope), context.names.freshLocal);
  const variable = context.names.allocate("parts", { constant: true });
  if (context.builder.isReachable) context.builder.assign([{ variable, value: given }], node);
  // A pattern of names is the same in a declaration and in an assignment.
  const parts = readPattern(
    left as BindingPattern,
    value([{ variable }], given.type),
    scope,
    context.lowering,
  );
  const changes = parts.flatMap(({ name, part, span }) => {
    const target = variableOf({ name, isWhole: true }, span, scope, context);
    return target === undefined
      ? []
      : [{ variable: target.variable, value: present(part, context.names.freshLocal) }];
  });
  if (context.builder.isReachable && changes.length > 0) context.builder.assign(changes, node);
}

function hasMember(pattern: SyntaxNode): boolean {
  let found = false;
  walkSyntax(pattern, (node) => {
    if (node.type === "MemberExpression") found = true;
  });
  return found;
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
  { name, isWhole }: { name: string; isWhole: boolean },
  span: { start: number; end: number },
  scope: Scope,
  context: FlowContext,
): { variable: string; type: Type } | undefined {
  const binding = scope.find(name);
  if (binding?.kind === "refused") return undefined;
  if (binding?.kind !== "variable" || (isWhole && binding.constant)) {
    const help = isWhole
      ? "declare it with let inside of the flow"
      : `change a copy: const copy = structuredClone(${name})`;
    context.diagnostics.report(
      "ACME1115",
      span,
      `"${name}" is no variable of this flow that can be changed`,
      { help },
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
  if (context.isComputed) {
    context.diagnostics.report(
      "ACME1107",
      span,
      `"${name}" belongs to what is around this function, and a function that is part of an expression cannot assign it`,
      { help: "return the new value, and assign it where the function is called" },
    );
    return true;
  }
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
