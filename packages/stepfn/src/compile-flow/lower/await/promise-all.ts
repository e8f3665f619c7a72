import type { CallExpression } from "oxc-parser";
import { type FunctionLike, Scope } from "../../expression/scope.ts";
import { refusedValue, type Value } from "../../expression/value.ts";
import { createNode, type Edge, type ParallelNode } from "../../graph/graph.ts";
import { type Type, unionOf, unknownType } from "../../types/type.ts";
import type { FlowContext } from "../context.ts";
import { asFunction, lowerBody, lowerInner, lowerResult } from "./inner-graph.ts";
import { lowerMap } from "./map.ts";
import { appendCompound, outcomes } from "./outcomes.ts";

export function lowerPromiseAll(
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
