import type { AwaitExpression, CallExpression } from "oxc-parser";
import type { Scope } from "../../expression/scope.ts";
import { refusedValue, type Value } from "../../expression/value.ts";
import type { FlowContext } from "../context.ts";
import { lowerAsyncHelper } from "./async-helper.ts";
import { awsCallee } from "./aws-callee.ts";
import { lowerAwsOperation } from "./aws-operation.ts";
import { lowerCallback } from "./callback.ts";
import { lowerDistributedMap } from "./distributed-map.ts";
import { lowerMapCall } from "./map.ts";
import { promiseMethod } from "./promise.ts";
import { lowerPromiseAll } from "./promise-all.ts";
import { lowerRawState } from "./raw-state.ts";
import { lowerRetry } from "./retry.ts";
import { lowerSleep, lowerSleepUntil } from "./sleep.ts";
import { lowerSubFlow } from "./sub-flow.ts";
import { lowerTask } from "./task.ts";

type LowerCall = (
  call: CallExpression,
  scope: Scope,
  context: FlowContext,
  resultName: string | undefined,
) => Value;

/** Functions of acme-engine that can be awaited. */
const engineCalls: Readonly<Record<string, LowerCall>> = {
  map: lowerMapCall,
  distributedMap: lowerDistributedMap,
  asl: lowerRawState,
  sleep: lowerSleep,
  sleepUntil: lowerSleepUntil,
  callback: lowerCallback,
  retry: lowerRetry,
};

/** What is awaited becomes states, and this the value that it resolves to. */
export function lowerAwait(node: AwaitExpression, scope: Scope, context: FlowContext): Value {
  const { resultName } = context;
  context.resultName = undefined;
  const call = node.argument;
  if (call.type === "CallExpression") {
    const { callee } = call;
    const method = promiseMethod(callee);
    if (method !== undefined) return lowerPromiseAll(call, method, scope, context, resultName);
    const operation = awsCallee(callee, scope);
    if (operation !== undefined) return lowerAwsOperation(call, operation, scope, context, resultName);
    const binding = callee.type === "Identifier" ? scope.find(callee.name) : undefined;
    switch (binding?.kind) {
      case "task":
        return lowerTask(call, binding.task, scope, context, resultName);
      case "flow":
        return lowerSubFlow(call, binding.flow, scope, context, resultName);
      case "helper":
        if (!binding.node.async) break;
        return lowerAsyncHelper(call, { fn: binding.node, home: binding.scope }, scope, context, resultName);
      case "engine": {
        const lower = Object.hasOwn(engineCalls, binding.name) ? engineCalls[binding.name] : undefined;
        if (lower !== undefined) return lower(call, scope, context, resultName);
        context.diagnostics.report("ACME1100", callee, `${binding.name}() is not compiled yet`);
        return refusedValue;
      }
      case "refused":
        context.diagnostics.refuse(callee);
        return refusedValue;
      default:
    }
  }
  if (call.type === "Identifier") context.expression(call, scope);
  context.diagnostics.report(
    "ACME1100",
    node,
    "only tasks, flows, async functions of the module, Promise.all() and the functions of acme-engine can be awaited",
    { help: "make it a task" },
  );
  return refusedValue;
}
