import type { AwaitExpression } from "oxc-parser";
import type { Scope } from "../../expression/scope.ts";
import { refusedValue, type Value } from "../../expression/value.ts";
import type { FlowContext } from "../context.ts";
import { lowerMapCall } from "./map.ts";
import { isPromiseAll } from "./promise.ts";
import { lowerPromiseAll } from "./promise-all.ts";
import { lowerSleep } from "./sleep.ts";
import { lowerTask } from "./task.ts";

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
