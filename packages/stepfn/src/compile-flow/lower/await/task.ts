import type { CallExpression } from "oxc-parser";
import type { DeclaredTask, Scope } from "../../expression/scope.ts";
import { nullValue, present, refusedValue, type Value, value } from "../../expression/value.ts";
import { createNode, type TaskNode } from "../../graph/graph.ts";
import type { Span } from "../../source/diagnostic.ts";
import type { FlowContext } from "../context.ts";
import { outcomes, storeResult } from "./outcomes.ts";

export function lowerTask(
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

export function lowerItemTask(task: DeclaredTask, item: Value, span: Span, context: FlowContext): void {
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
