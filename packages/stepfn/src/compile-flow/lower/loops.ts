import type {
  DoWhileStatement,
  Expression,
  ForInStatement,
  ForOfStatement,
  ForStatement,
  IdentifierReference,
  WhileStatement,
} from "oxc-parser";
import { type Code, code, sizeOf, variablesOf } from "../expression/code.ts";
import { iterableItems } from "../expression/iterable-items.ts";
import { hasAwait } from "../expression/has-await.ts";
import { Scope } from "../expression/scope.ts";
import { toBoolean } from "../expression/truthiness.ts";
import { type Value, value } from "../expression/value.ts";
import { createNode, type Edge, edge, type GraphNode, type PassNode } from "../graph/graph.ts";
import type { Span } from "../source/diagnostic.ts";
import { isAll, itemOf, mayBeNullish, numberType, unknownType } from "../types/type.ts";
import { bindPattern, lowerChange, lowerDeclaration } from "./assign.ts";
import { newChoice } from "./choose.ts";
import { checkHistory } from "./check-history.ts";
import { type FlowContext, sourceOf } from "./context.ts";
import { countedItems } from "./counted-loop.ts";
import { mapLoop } from "./map-loop.ts";
import { isPureBody } from "./pure.ts";
import { reduceLoop } from "./reduce-loop.ts";

interface Loop {
  /** Undefined for a loop without a test. */
  test: Expression | undefined;
  /** Instead of `test`: what the compiler knows itself. */
  condition?: Value;
  name: string;
  span: Span;
  labels: readonly string[];
  body(): void;
  update(): void;
}

export function lowerWhile(
  node: WhileStatement,
  scope: Scope,
  context: FlowContext,
  labels: readonly string[],
): void {
  loop(context, scope, {
    test: isTrue(node.test) ? undefined : node.test,
    name: `while ${sourceOf(context, node.test)}`,
    span: node,
    labels,
    body: () => context.statement(node.body, new Scope(scope)),
    update() {},
  });
}

export function lowerFor(
  node: ForStatement,
  scope: Scope,
  context: FlowContext,
  labels: readonly string[],
): void {
  const counted = countedItems(node, scope, context);
  if (counted !== undefined && context.builder.isReachable) {
    const { items, counter } = counted;
    const bind = (item: Value, inner: Scope): void => inner.set(counter, { kind: "value", value: item });
    const isPure = isPureBody(node.body);
    if (isPure && reduceLoop(items, node, bind, scope, context)) return;
    checkHistory(items.code, node, context);
    const name = `for ${node.test === null ? "" : sourceOf(context, node.test)}`;
    if (!isPure && mapLoop(items, node, { name, item: counter }, bind, scope, context)) return;
  }
  const inner = new Scope(scope);
  if (node.init?.type === "VariableDeclaration") lowerDeclaration(node.init, inner, context);
  else if (node.init !== null) lowerStep(node.init, inner, context);
  const { test } = node;
  loop(context, inner, {
    test: test === null || isTrue(test) ? undefined : test,
    name: test === null ? "for" : `for ${sourceOf(context, test)}`,
    span: node,
    labels,
    body: () => context.statement(node.body, new Scope(inner)),
    update: () => {
      if (node.update !== null) lowerStep(node.update, inner, context);
    },
  });
}

function lowerStep(node: Expression, scope: Scope, context: FlowContext): void {
  if (node.type === "SequenceExpression") {
    for (const one of node.expressions) lowerStep(one, scope, context);
  } else if (!lowerChange(node, scope, context)) {
    context.diagnostics.report("ACME1100", node, "a loop steps with an assignment");
  }
}

/** Test first; the head is a Choice, and what steps is assigned on the way back to it. */
function loop(
  context: FlowContext,
  scope: Scope,
  { test, condition, name, span, labels, body, update }: Loop,
): void {
  const { builder } = context;
  if (!builder.isReachable) return;
  const breaks: Edge[] = [];
  const continues: Edge[] = [];
  const why = "a loop decides here whether to go on";
  let head: GraphNode;
  const known =
    condition ??
    (test === undefined || hasAwait(test)
      ? undefined
      : toBoolean(context.expression(test, scope), context.lowering));
  // What may fail inside of a try is computed in a state, which each round enters again.
  if (known !== undefined && !(known.fallible && builder.handler !== undefined)) {
    const { node, arm, rest } = newChoice(context, known, { name, why, span });
    head = node;
    builder.open = [arm];
    breaks.push(rest);
  } else {
    head = joint(context, span);
    if (test !== undefined) {
      const asked = known ?? toBoolean(context.expression(test, scope), context.lowering);
      const { arm, rest } = newChoice(context, builder.caught(asked, span), { name, why, span });
      builder.open = [arm];
      breaks.push(rest);
    }
  }
  context.frames = [...context.frames, { kind: "loop", labels, breaks, continues }];
  body();
  context.frames = context.frames.slice(0, -1);
  builder.open = [...builder.open, ...continues];
  if (builder.isReachable) update();
  for (const back of builder.open) back.target = head;
  builder.open = breaks;
}

/** A place that ways come back to; a later stage takes it out. */
function joint({ builder }: FlowContext, span: Span): PassNode {
  const node: PassNode = createNode({
    kind: "pass",
    name: "loop",
    span,
    why: "a loop begins here",
    success: edge("success"),
  });
  return builder.append(node, [node.success]);
}

export function lowerDoWhile(
  node: DoWhileStatement,
  scope: Scope,
  context: FlowContext,
  labels: readonly string[],
): void {
  const { builder } = context;
  if (!builder.isReachable) return;
  const head = joint(context, node);
  const breaks: Edge[] = [];
  const continues: Edge[] = [];
  context.frames = [...context.frames, { kind: "loop", labels, breaks, continues }];
  context.statement(node.body, new Scope(scope));
  context.frames = context.frames.slice(0, -1);
  builder.open = [...builder.open, ...continues];
  if (builder.isReachable) {
    const asked = toBoolean(context.expression(node.test, scope), context.lowering);
    const condition = builder.caught(asked, node);
    const { arm, rest } = newChoice(context, condition, {
      name: `while ${sourceOf(context, node.test)}`,
      why: "a loop decides here whether to go on",
      span: node,
    });
    arm.target = head;
    breaks.push(rest);
  }
  builder.open = breaks;
}

/** Over the keys of an object: in JSON they are all its own. */
export function lowerForIn(
  node: ForInStatement,
  scope: Scope,
  context: FlowContext,
  labels: readonly string[],
): void {
  if (hasAwait(node.right) || isAll(context.expression(node.right, scope).type, "array")) {
    context.diagnostics.report("ACME1104", node.right, "for…in goes over the keys of an object", {
      help: "go over the items of an array with for…of, and await before the loop",
    });
    return;
  }
  const { start, end } = node.right;
  const keys = objectKeys(node.right, { start, end });
  const { type: _type, ...rest } = node;
  lowerForOf({ ...rest, type: "ForOfStatement", await: false, right: keys }, scope, context, labels);
}

/** `Object.keys(object)`, as if it were written there. */
function objectKeys(object: Expression, { start, end }: Span): Expression {
  const name = (text: string): IdentifierReference => ({ type: "Identifier", name: text, start, end });
  return {
    type: "CallExpression",
    callee: {
      type: "MemberExpression",
      object: name("Object"),
      property: { type: "Identifier", name: "keys", start, end },
      computed: false,
      optional: false,
      start,
      end,
    },
    arguments: [object],
    optional: false,
    start,
    end,
  };
}

export function lowerForOf(
  node: ForOfStatement,
  scope: Scope,
  context: FlowContext,
  labels: readonly string[],
): void {
  const { builder, names } = context;
  const { left } = node;
  const declarator = left.type === "VariableDeclaration" ? left.declarations[0] : undefined;
  if (node.await || left.type !== "VariableDeclaration" || declarator === undefined) {
    context.diagnostics.report("ACME1100", node, "for…of declares its variable, and does not await", {
      help: "write for (const item of items)",
    });
    return;
  }
  const items = iterableItems(node.right, scope, context.lowering) ?? context.expression(node.right, scope);
  if (!isAll(items.type, "array") || items.missing || mayBeNullish(items.type)) {
    context.diagnostics.report("ACME1100", node.right, "for…of needs to know that this is an array", {
      help: 'annotate it, or write "?? []"',
    });
    return;
  }
  if (!builder.isReachable) return;
  const bind = (item: Value, inner: Scope): void =>
    bindPattern(declarator.id, item, inner, context, { constant: left.kind === "const", stored: false });
  const isPure = isPureBody(node.body);
  if (isPure && reduceLoop(items, node, bind, scope, context)) return;
  const name = `for ${sourceOf(context, declarator.id)} of ${sourceOf(context, node.right)}`;
  const item = declarator.id.type === "Identifier" ? declarator.id.name : "item";
  if (!isPure && mapLoop(items, node, { name, item }, bind, scope, context)) return;

  const isStable =
    sizeOf(items.code) <= 60 &&
    !items.fallible &&
    [...variablesOf(items.code)].every((variable) => names.isConstant(variable));
  const index = names.allocate(declarator.id.type === "Identifier" ? `${declarator.id.name}Index` : "index");
  let list = items.code;
  if (isStable) {
    builder.assign([{ variable: index, value: value(["0"], numberType) }], node);
  } else {
    const variable = names.allocate(
      declarator.id.type === "Identifier" ? `${declarator.id.name}Items` : "items",
      { constant: true },
    );
    builder.assign(
      [
        { variable: index, value: value(["0"], numberType) },
        { variable, value: items },
      ],
      node,
    );
    list = [{ variable }];
  }
  const at: Code = [{ variable: index }];
  const inner = new Scope(scope);
  loop(context, inner, {
    test: undefined,
    condition: value(code`(${at} < $count(${list}))`, unknownType),
    name,
    span: node,
    labels,
    body() {
      bindItem(value(code`(${list})[${at}]`, itemOf(items.type)), index, inner, context, bind);
      context.statement(node.body, new Scope(inner));
    },
    update: () => builder.assign([{ variable: index, value: value(code`(${at} + 1)`, numberType) }], node),
  });
}

/** Inside of the body the index stands still, so that what is read by it needs no variable. */
function bindItem(
  item: Value,
  index: string,
  scope: Scope,
  context: FlowContext,
  bind: (item: Value, scope: Scope) => void,
): void {
  context.names.markConstant(index);
  bind(item, scope);
}

function isTrue(node: Expression): boolean {
  return node.type === "Literal" && node.value === true;
}
