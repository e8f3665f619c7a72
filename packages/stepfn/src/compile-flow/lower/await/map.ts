import type { Argument, CallExpression, Expression } from "oxc-parser";
import { type DeclaredFlow, type DeclaredTask, type FunctionLike, Scope } from "../../expression/scope.ts";
import { refusedValue, type Value, value } from "../../expression/value.ts";
import { createNode, type MapNode } from "../../graph/graph.ts";
import {
  arrayOf,
  isAll,
  itemOf,
  mayBeNullish,
  numberType,
  type Type,
  unknownType,
} from "../../types/type.ts";
import { type FlowContext, sourceOf } from "../context.ts";
import { asFunction, bindParameters, lowerBody, lowerInner } from "./inner-graph.ts";
import { optionFields } from "./option-fields.ts";
import { appendCompound, outcomes } from "./outcomes.ts";
import { lowerSettled } from "./settled.ts";
import { runFlow } from "./sub-flow.ts";
import { lowerItemTask } from "./task.ts";

export function lowerMapCall(
  call: CallExpression,
  scope: Scope,
  context: FlowContext,
  resultName: string | undefined,
): Value {
  const [items, callback, options] = call.arguments;
  const fields = optionFields(options, ["concurrency"], "map()", scope, context);
  if (fields === undefined || items === undefined || items.type === "SpreadElement") return refusedValue;
  const work = itemWork(callback, scope);
  if (work === undefined) {
    context.diagnostics.report(
      "ACME1100",
      call,
      "map() takes items and a function that is written in place, a task, or a flow",
      { help: "write map(items, async (item) => …)" },
    );
    return refusedValue;
  }
  return lowerMap({ call, items, work, concurrency: fields.concurrency }, scope, context, resultName);
}

/** What is done for each item: a function, or a task or a flow that gets the item as it is. */
export type ItemWork = { fn: FunctionLike; home: Scope } | { task: DeclaredTask } | { flow: DeclaredFlow };

export function itemWork(node: Argument | undefined, scope: Scope): ItemWork | undefined {
  const binding = node?.type === "Identifier" ? scope.find(node.name) : undefined;
  if (binding?.kind === "flow") return { flow: binding.flow };
  return binding?.kind === "task" ? { task: binding.task } : asFunction(node, scope);
}

interface MapCall {
  call: CallExpression;
  items: Expression;
  work: ItemWork;
  concurrency: Value | undefined;
  /** What each iteration gives says how it went, and none fails the Map. */
  settled?: boolean;
}

export function lowerMap(
  { call, items, work, concurrency, settled = false }: MapCall,
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
  const withIndex = "fn" in work && work.fn.params.length > 1;
  const item = value([withIndex ? "$states.input.item" : "$states.input"], itemOf(list.type));
  const values = [item, value(["$states.input.index"], numberType)];
  let resolved: Type = unknownType;
  const body = lowerInner(context, () => {
    const run = (): Type => lowerItem(work, values, call, context);
    resolved = settled ? lowerSettled(run, call, context) : run();
  });
  const node: MapNode = createNode({
    kind: "map",
    name: `map ${sourceOf(context, items)}`,
    span: call,
    why: "runs the callback for each item",
    items: list.code,
    concurrency: concurrency?.code,
    withIndex,
    distribution: undefined,
    body,
    ...outcomes(builder.handler),
  });
  return appendCompound(node, arrayOf(resolved), resultName ?? "results", context);
}

/** The graph of one item; gives the type of what it resolves to. */
export function lowerItem(
  work: ItemWork,
  values: readonly Value[],
  call: CallExpression,
  context: FlowContext,
): Type {
  const [item] = values;
  if ("fn" in work) {
    const inner = new Scope(work.home);
    bindParameters(work.fn, values, inner, context);
    return lowerBody(work.fn, inner, context);
  }
  if ("task" in work) {
    if (item !== undefined) lowerItemTask(work.task, item, call, context);
    return work.task.output;
  }
  const result = item === undefined ? refusedValue : runFlow(work.flow, item, call, context);
  context.builder.finish(result, "return", call);
  return result.type;
}
