import type {
  AwaitExpression,
  CallExpression,
  ConditionalExpression,
  Expression,
  LogicalExpression,
} from "oxc-parser";
import { type Code, code } from "../expression/code.ts";
import type { DeclaredTask, FunctionLike } from "../expression/scope.ts";
import { Scope } from "../expression/scope.ts";
import { toBoolean } from "../expression/truthiness.ts";
import { nullValue, present, refusedValue, type Value, value } from "../expression/value.ts";
import { GraphBuilder } from "../graph/builder.ts";
import {
  createNode,
  type Edge,
  edge,
  type Handler,
  type MapNode,
  type ParallelNode,
  type TaskNode,
  type WaitNode,
} from "../graph/graph.ts";
import type { Span } from "../source/diagnostic.ts";
import {
  arrayOf,
  booleanType,
  isAll,
  itemOf,
  mayBeNullish,
  nullType,
  numberType,
  type Type,
  unionOf,
  unknownType,
} from "../types/type.ts";
import { bindPattern } from "./assign.ts";
import { choose } from "./choose.ts";
import { type FlowContext, sourceOf } from "./context.ts";
import { lowerReturn } from "./jumps.ts";
import { catchEdge } from "./try.ts";

/** What is awaited: a task, a Map, a Parallel, a wait. Gives the value that it resolves to. */
export function lowerAwait(node: AwaitExpression, scope: Scope, context: FlowContext): Value {
  const resultName = context.resultName;
  context.resultName = undefined;
  const call = node.argument;
  if (call.type === "CallExpression") {
    const { callee } = call;
    if (callee.type === "Identifier") {
      const binding = scope.find(callee.name);
      if (binding?.kind === "task") return lowerTask(call, binding.task, scope, context, resultName);
      if (binding?.kind === "engine" && binding.name === "map")
        return lowerMapCall(call, scope, context, resultName);
      if (binding?.kind === "engine" && binding.name === "sleep") return lowerSleep(call, scope, context);
      if (binding?.kind === "engine") {
        context.diagnostics.report("ACME1100", callee, `${binding.name}() is not compiled yet`);
        return refusedValue;
      }
    }
    if (isPromiseAll(callee)) return lowerPromiseAll(call, scope, context, resultName);
  }
  context.diagnostics.report(
    "ACME1100",
    node,
    "only tasks, map(), sleep() and Promise.all() can be awaited",
    {
      help: "make it a task",
    },
  );
  return refusedValue;
}

function isPromiseAll(node: Expression): boolean {
  return (
    node.type === "MemberExpression" &&
    node.object.type === "Identifier" &&
    node.object.name === "Promise" &&
    node.property.type === "Identifier" &&
    node.property.name === "all"
  );
}

/** The ways out of a state that can fail. */
function outcomes(handler: Handler | undefined): {
  success: Edge;
  caught: Edge | undefined;
  handler: Handler | undefined;
} {
  return { success: edge("success"), caught: catchEdge(handler), handler };
}

/** The variable of a result; the state's way out assigns it, and a later stage leaves it out when nothing reads it. */
function storeResult(success: Edge, wanted: string, type: Type, context: FlowContext): Value {
  const variable = context.names.allocate(wanted, { constant: true });
  success.assigns.set(variable, { code: ["$states.result"], fallible: false });
  return value([{ variable }], type);
}

function lowerTask(
  call: CallExpression,
  task: DeclaredTask,
  scope: Scope,
  context: FlowContext,
  resultName: string | undefined,
): Value {
  const [argument] = call.arguments;
  if (call.arguments.length > 1 || argument?.type === "SpreadElement") {
    context.diagnostics.report("ACME1100", call, "a task takes one value", {
      help: "put what it needs into an object",
    });
    return refusedValue;
  }
  const input =
    argument === undefined
      ? nullValue
      : present(context.expression(argument, scope), context.names.freshLocal);
  const { builder } = context;
  if (!builder.isReachable) return refusedValue;
  const node: TaskNode = createNode({
    kind: "task",
    name: task.name,
    span: call,
    why: `runs the task ${task.name}`,
    task,
    input: input.code,
    ...outcomes(builder.handler),
  });
  builder.append(node, [node.success]);
  return storeResult(node.success, resultName ?? `${task.name}Result`, task.output, context);
}

function lowerSleep(call: CallExpression, scope: Scope, context: FlowContext): Value {
  const [argument] = call.arguments;
  let seconds: Value | undefined;
  if (argument?.type === "ObjectExpression") {
    const factors: Record<string, number> = { seconds: 1, minutes: 60, hours: 3600, days: 86_400 };
    for (const property of argument.properties) {
      const key = property.type === "Property" && property.key.type === "Identifier" ? property.key.name : "";
      const factor = factors[key];
      if (property.type !== "Property" || factor === undefined) {
        context.diagnostics.report("ACME1100", property, "sleep() takes seconds, minutes, hours or days");
        return refusedValue;
      }
      const amount = context.expression(property.value, scope);
      const literal = Number(
        amount.code.length === 1 && typeof amount.code[0] === "string" ? amount.code[0] : "NaN",
      );
      const part = Number.isNaN(literal)
        ? code`(${amount.code} * ${String(factor)})`
        : code`${String(literal * factor)}`;
      seconds = value(seconds === undefined ? part : code`(${seconds.code} + ${part})`, numberType, {
        of: [amount],
      });
    }
  } else if (argument !== undefined && argument.type !== "SpreadElement") {
    seconds = context.expression(argument, scope);
  }
  if (seconds === undefined || !isAll(seconds.type, "number")) {
    context.diagnostics.report("ACME1110", call, "sleep() needs a number of seconds, or { minutes: 5 }");
    return refusedValue;
  }
  const { builder } = context;
  if (!builder.isReachable) return refusedValue;
  // Step Functions waits whole seconds, and fails on a negative number, where a flow would go on.
  builder.checkCatchable({ fallible: seconds.fallible }, call);
  const literal = Number(seconds.code.length === 1 ? seconds.code[0] : "NaN");
  const whole = Number.isNaN(literal)
    ? code`$max([0, $ceil(${seconds.code})])`
    : code`${String(Math.max(0, Math.ceil(literal)))}`;
  const node: WaitNode = createNode({
    kind: "wait",
    name: sourceOf(context, call),
    span: call,
    why: "waits",
    seconds: whole,
    success: edge("success"),
  });
  builder.append(node, [node.success]);
  return { ...nullValue, type: nullType };
}

/** A graph of its own inside of a state: its variables are its own, its `return` ends it. */
function lowerInner(context: FlowContext, run: () => void): Edge {
  const { builder, frames } = context;
  const inner = new GraphBuilder(context.diagnostics);
  context.builder = inner;
  context.frames = [];
  run();
  context.builder = builder;
  context.frames = frames;
  return inner.entry;
}

/** The body of an async callback, or what it returns. Gives the type of what it resolves to. */
function lowerBody(fn: FunctionLike, scope: Scope, context: FlowContext): Type {
  const types: Type[] = [];
  const { returned } = context;
  context.returned = types;
  if (fn.body?.type === "BlockStatement") {
    for (const statement of fn.body.body) context.statement(statement, scope);
    if (context.builder.isReachable) types.push({ kind: "undefined" });
    lowerReturn(nullValue, fn, context);
  } else if (fn.body !== null) {
    lowerResult(fn.body, scope, context);
  }
  context.returned = returned;
  return types.length === 0 ? unknownType : unionOf(...types);
}

/** `(x) => load(x)`: what a callback returns is awaited, whether it says so or not. */
function lowerResult(node: Expression, scope: Scope, context: FlowContext): void {
  const isCall = node.type === "CallExpression" && isPromise(node, scope);
  const awaited: Expression = isCall
    ? { type: "AwaitExpression", argument: node, start: node.start, end: node.end }
    : node;
  const result = present(context.expression(awaited, scope), context.names.freshLocal);
  context.returned?.push(result.type);
  lowerReturn(result, node, context);
}

function isPromise(node: CallExpression, scope: Scope): boolean {
  if (isPromiseAll(node.callee)) return true;
  const binding = node.callee.type === "Identifier" ? scope.find(node.callee.name) : undefined;
  return binding?.kind === "task" || binding?.kind === "engine";
}

function asFunction(node: CallExpression["arguments"][number] | undefined): FunctionLike | undefined {
  return node?.type === "ArrowFunctionExpression" || node?.type === "FunctionExpression" ? node : undefined;
}

function lowerMapCall(
  call: CallExpression,
  scope: Scope,
  context: FlowContext,
  resultName: string | undefined,
): Value {
  const [items, callback, options] = call.arguments;
  let concurrency: Value | undefined;
  if (options !== undefined) {
    const property =
      options.type === "ObjectExpression" && options.properties.length === 1
        ? options.properties[0]
        : undefined;
    if (
      property?.type !== "Property" ||
      property.key.type !== "Identifier" ||
      property.key.name !== "concurrency"
    ) {
      context.diagnostics.report("ACME1100", options, "map() takes { concurrency }");
      return refusedValue;
    }
    concurrency = context.expression(property.value, scope);
  }
  if (items === undefined || items.type === "SpreadElement") return refusedValue;
  const task = callback?.type === "Identifier" ? scope.find(callback.name) : undefined;
  const fn = asFunction(callback);
  if (fn === undefined && task?.kind !== "task") {
    context.diagnostics.report(
      "ACME1100",
      call,
      "map() takes items and a function that is written in place, or a task",
      { help: "write map(items, async (item) => …)" },
    );
    return refusedValue;
  }
  return lowerMap(
    { call, items, fn, task: task?.kind === "task" ? task.task : undefined, concurrency },
    scope,
    context,
    resultName,
  );
}

interface MapCall {
  call: CallExpression;
  items: Expression;
  fn: FunctionLike | undefined;
  task: DeclaredTask | undefined;
  concurrency: Value | undefined;
}

function lowerMap(
  { call, items, fn, task, concurrency }: MapCall,
  scope: Scope,
  context: FlowContext,
  resultName: string | undefined,
): Value {
  const list = context.expression(items, scope);
  if (!isAll(list.type, "array") || list.missing || mayBeNullish(list.type)) {
    context.diagnostics.report("ACME1100", items, "the items have to be known to be an array", {
      help: "annotate them",
    });
    return refusedValue;
  }
  const { builder } = context;
  if (!builder.isReachable) return refusedValue;
  const withIndex = (fn?.params.length ?? 0) > 1;
  let resolved: Type = unknownType;
  const body = lowerInner(context, () => {
    const inner = new Scope(scope);
    const item = value([withIndex ? "$states.input.item" : "$states.input"], itemOf(list.type));
    if (task !== undefined) {
      resolved = task.output;
      lowerItemTask(task, item, call, context);
      return;
    }
    if (fn === undefined) return;
    bindParameters(fn, [item, value(["$states.input.index"], numberType)], inner, context);
    resolved = lowerBody(fn, inner, context);
  });
  const node: MapNode = createNode({
    kind: "map",
    name: `map ${sourceOf(context, items)}`,
    span: call,
    why: "runs the callback for each item",
    items: list.code,
    concurrency: concurrency?.code,
    withIndex,
    body,
    ...outcomes(builder.handler),
  });
  return appendCompound(node, arrayOf(resolved), resultName ?? "results", context);
}

function lowerItemTask(task: DeclaredTask, item: Value, span: Span, context: FlowContext): void {
  const why = `runs the task ${task.name}`;
  const node: TaskNode = createNode({
    kind: "task",
    name: task.name,
    span,
    why,
    task,
    input: item.code,
    ...outcomes(undefined),
  });
  context.builder.append(node, [node.success]);
  context.builder.finish(value(["$states.result"], task.output), "return", span);
}

/** What a graph gets is read from its input, which only its first state has: it is assigned on the way in. */
function bindParameters(
  fn: FunctionLike,
  values: readonly Value[],
  scope: Scope,
  context: FlowContext,
): void {
  for (const [index, parameter] of fn.params.entries()) {
    const given = values[index];
    if (given === undefined || parameter.type === "RestElement" || parameter.type === "TSParameterProperty") {
      context.diagnostics.report("ACME1100", parameter, "the callback gets an item and its index");
      continue;
    }
    const annotation =
      parameter.type === "AssignmentPattern" ? parameter.left.typeAnnotation : parameter.typeAnnotation;
    const type = context.lowering.annotated(annotation?.typeAnnotation);
    const typed = given.type.kind === "unknown" ? { ...given, type } : given;
    const variable = context.names.allocate(parameter.type === "Identifier" ? parameter.name : "item", {
      constant: true,
    });
    context.builder.assign([{ variable, value: typed }], parameter);
    bindPattern(parameter, value([{ variable }], typed.type), scope, context, {
      constant: true,
      stored: false,
    });
  }
}

function lowerPromiseAll(
  call: CallExpression,
  scope: Scope,
  context: FlowContext,
  resultName: string | undefined,
): Value {
  const [argument] = call.arguments;
  if (
    argument?.type === "CallExpression" &&
    argument.callee.type === "MemberExpression" &&
    argument.callee.property.type === "Identifier" &&
    argument.callee.property.name === "map" &&
    argument.callee.object.type !== "Super"
  ) {
    const fn = asFunction(argument.arguments[0]);
    const found =
      argument.arguments[0]?.type === "Identifier" ? scope.find(argument.arguments[0].name) : undefined;
    const task = found?.kind === "task" ? found.task : undefined;
    if (fn !== undefined || task !== undefined) {
      return lowerMap(
        { call, items: argument.callee.object, fn, task, concurrency: undefined },
        scope,
        context,
        resultName,
      );
    }
  }
  if (argument?.type !== "ArrayExpression") {
    context.diagnostics.report(
      "ACME1101",
      call,
      "Promise.all() takes an array of calls, or items.map(async (item) => …)",
    );
    return refusedValue;
  }
  const { builder } = context;
  if (!builder.isReachable) return refusedValue;
  const types: Type[] = [];
  const branches = argument.elements.flatMap((element): Edge[] => {
    if (element === null || element.type === "SpreadElement") {
      context.diagnostics.report("ACME1101", call, "each branch of Promise.all() is written out");
      return [];
    }
    return [
      lowerInner(context, () => {
        const inner = new Scope(scope);
        const fn = element.type === "CallExpression" ? calledInPlace(element) : undefined;
        if (fn !== undefined) {
          types.push(lowerBody(fn, inner, context));
          return;
        }
        const collected: Type[] = [];
        const { returned } = context;
        context.returned = collected;
        lowerResult(element, inner, context);
        context.returned = returned;
        types.push(collected[0] ?? unknownType);
      }),
    ];
  });
  const why = "runs the branches at the same time";
  const node: ParallelNode = createNode({
    kind: "parallel",
    name: "Promise.all",
    span: call,
    why,
    branches,
    ...outcomes(builder.handler),
  });
  const type: Type = { kind: "array", item: unionOf(...types), items: types };
  return appendCompound(node, type, resultName ?? "results", context);
}

/** `(async () => { … })()`. */
function calledInPlace(call: CallExpression): FunctionLike | undefined {
  let { callee } = call;
  while (callee.type === "ParenthesizedExpression") callee = callee.expression;
  return call.arguments.length === 0 ? asFunction(callee) : undefined;
}

function appendCompound(
  node: MapNode | ParallelNode,
  type: Type,
  wanted: string,
  context: FlowContext,
): Value {
  const { builder } = context;
  builder.append(node, [node.success]);
  return storeResult(node.success, wanted, type, context);
}

/** A conditional whose arms await: a Choice, and a variable for what it gives. */
export function lowerBranch(
  node: ConditionalExpression | LogicalExpression,
  scope: Scope,
  context: FlowContext,
): Value {
  const { builder, names } = context;
  context.resultName = undefined;
  const variable = names.allocate("chosen", { constant: true });
  const store = (expression: Expression): Type => {
    const result = present(context.expression(expression, scope), names.freshLocal);
    if (builder.isReachable) builder.assign([{ variable, value: result }], expression);
    return result.type;
  };
  const types: Type[] = [];
  const place = { why: "only one side is to run", span: node };
  if (node.type === "ConditionalExpression") {
    const condition = toBoolean(context.expression(node.test, scope), context.lowering);
    choose(
      context,
      condition,
      { ...place, name: `if ${sourceOf(context, node.test)}` },
      () => void types.push(store(node.consequent)),
      () => void types.push(store(node.alternate)),
    );
    return value([{ variable }], unionOf(...types));
  }
  const left = store(node.left);
  const kept: Code = [{ variable }];
  const current = value(kept, left);
  const condition: Value =
    node.operator === "??"
      ? value(code`(${kept} != null)`, booleanType)
      : toBoolean(current, context.lowering);
  types.push(left);
  const keep = (): void => {};
  const replace = (): void => void types.push(store(node.right));
  const [then, otherwise] = node.operator === "&&" ? [replace, keep] : [keep, replace];
  choose(context, condition, { ...place, name: `if ${sourceOf(context, node.left)}` }, then, otherwise);
  return value(kept, unionOf(...types));
}
