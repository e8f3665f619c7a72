import type { CallExpression, Expression } from "oxc-parser";
import { type DeclaredTask, type FunctionLike, Scope } from "../../expression/scope.ts";
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
import { appendCompound, outcomes } from "./outcomes.ts";
import { lowerItemTask } from "./task.ts";

export function lowerMapCall(
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

export function lowerMap(
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
