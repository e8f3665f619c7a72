import type { Argument, CallExpression, Expression } from "oxc-parser";
import { type FunctionLike, Scope } from "../../expression/scope.ts";
import { refusedValue, type Value } from "../../expression/value.ts";
import { createNode, type Edge, type ParallelNode } from "../../graph/graph.ts";
import { type Type, unionOf, unknownType } from "../../types/type.ts";
import type { FlowContext } from "../context.ts";
import { lowerBody, lowerInner, lowerResult } from "./inner-graph.ts";
import { type ItemWork, itemWork, lowerMap } from "./map.ts";
import { appendCompound, outcomes } from "./outcomes.ts";
import { lowerSettled } from "./settled.ts";

/** `Promise.all` and `Promise.allSettled`: a Map over `items.map(…)`, a Parallel of branches that are written out. */
export function lowerPromiseAll(
  call: CallExpression,
  method: "all" | "allSettled",
  scope: Scope,
  context: FlowContext,
  resultName: string | undefined,
): Value {
  const [argument] = call.arguments;
  const settled = method === "allSettled";
  const mapped = mappedItems(argument, scope);
  if (mapped !== undefined)
    return lowerMap({ call, ...mapped, concurrency: undefined, settled }, scope, context, resultName);
  if (argument?.type !== "ArrayExpression") {
    context.diagnostics.report(
      "ACME1101",
      call,
      `Promise.${method}() takes an array of calls, or items.map(async (item) => …)`,
    );
    return refusedValue;
  }
  const { builder } = context;
  if (!builder.isReachable) return refusedValue;
  const types: Type[] = [];
  const branches = argument.elements.flatMap((element): Edge[] => {
    if (element === null || element.type === "SpreadElement") {
      context.diagnostics.report("ACME1101", call, `each branch of Promise.${method}() is written out`);
      return [];
    }
    return [
      lowerInner(context, () => {
        const run = (): Type => lowerElement(element, scope, context);
        types.push(settled ? lowerSettled(run, element, context) : run());
      }),
    ];
  });
  const why = "runs the branches at the same time";
  const node: ParallelNode = createNode({
    kind: "parallel",
    name: `Promise.${method}`,
    span: call,
    why,
    branches,
    retriers: [],
    ...outcomes(builder.handler),
  });
  const type: Type = { kind: "array", item: unionOf(...types), items: types };
  return appendCompound(node, type, resultName ?? "results", context);
}

/** `items.map(async (item) => …)`, or `items.map(load)`. */
function mappedItems(
  node: Argument | undefined,
  scope: Scope,
): { items: Expression; work: ItemWork } | undefined {
  if (node?.type !== "CallExpression" || node.callee.type !== "MemberExpression") return undefined;
  const { object, property } = node.callee;
  if (property.type !== "Identifier" || property.name !== "map" || object.type === "Super") return undefined;
  const work = itemWork(node.arguments[0], scope);
  return work === undefined ? undefined : { items: object, work };
}

/** One branch; gives the type of what it resolves to. */
function lowerElement(element: Expression, scope: Scope, context: FlowContext): Type {
  const inner = new Scope(scope);
  const fn = element.type === "CallExpression" ? calledInPlace(element) : undefined;
  if (fn !== undefined) return lowerBody(fn, inner, context);
  const collected: Type[] = [];
  const { returned } = context;
  context.returned = collected;
  lowerResult(element, inner, context);
  context.returned = returned;
  return collected[0] ?? unknownType;
}

/** `(async () => { … })()`. */
function calledInPlace(call: CallExpression): FunctionLike | undefined {
  let { callee } = call;
  while (callee.type === "ParenthesizedExpression") callee = callee.expression;
  if (callee.type !== "ArrowFunctionExpression" && callee.type !== "FunctionExpression") return undefined;
  return call.arguments.length === 0 ? callee : undefined;
}
