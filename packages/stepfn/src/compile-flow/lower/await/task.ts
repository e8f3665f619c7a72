import type { CallExpression } from "oxc-parser";
import { type Code, code } from "../../expression/code.ts";
import type { DeclaredTask, Scope } from "../../expression/scope.ts";
import { nullValue, present, refusedValue, type Value, value } from "../../expression/value.ts";
import { createNode, type TaskNode } from "../../graph/graph.ts";
import type { Span } from "../../source/diagnostic.ts";
import type { FlowContext } from "../context.ts";
import { outcomes, storeResult } from "./outcomes.ts";
import { retriersOf } from "./retriers.ts";

export function lowerTask(
  call: CallExpression,
  task: DeclaredTask,
  scope: Scope,
  context: FlowContext,
  resultName: string | undefined,
): Value {
  const input = lowerTaskInput(call, scope, context);
  if (input === undefined || !context.builder.isReachable) return refusedValue;
  const node = createTaskNode(task, input, call, context);
  context.builder.append(node, [node.success]);
  return storeResult(
    node.success,
    resultName ?? `${task.name}Result`,
    task.output,
    context,
    resultCode(task),
  );
}

/** What a task is called with; undefined when it is refused. */
export function lowerTaskInput(call: CallExpression, scope: Scope, context: FlowContext): Value | undefined {
  const [argument] = call.arguments;
  if (call.arguments.length > 1 || argument?.type === "SpreadElement") {
    context.diagnostics.report("ACME1100", call, "a task takes one value", {
      help: "put what it needs into an object",
    });
    return undefined;
  }
  if (argument === undefined) return nullValue;
  return present(context.expression(argument, scope), context.names.freshLocal);
}

export function createTaskNode(
  task: DeclaredTask,
  input: Value,
  span: Span,
  context: FlowContext,
  kind: "task" | "container" | "callback" = task.kind,
): TaskNode {
  const { name, options } = task;
  return createNode({
    kind: "task",
    name,
    span,
    why: kind === "container" ? `runs the container ${name}` : `runs the task ${name}`,
    work: { kind: "action", action: { kind, name, options } },
    input: input.code,
    fallible: input.fallible,
    retriers: retriersOf(options, span, task.scope, context),
    ...timesOf(options),
    ...outcomes(context.builder.handler),
  });
}

/** Limits of time, as its options say them. */
export function timesOf(
  options: Readonly<Record<string, unknown>>,
): Pick<TaskNode, "timeoutSeconds" | "heartbeatSeconds"> {
  const seconds = options["timeoutSeconds"];
  // A task's heartbeats are between the runner and whoever makes its state.
  return {
    timeoutSeconds: typeof seconds === "number" ? [String(seconds)] : undefined,
    heartbeatSeconds: undefined,
  };
}

/** A container gives what ECS says of it. Source: Step Functions Developer Guide, "Run Amazon ECS or Fargate tasks": `.sync` returns the Task. */
function resultCode({ kind }: DeclaredTask): Code {
  if (kind === "task") return ["$states.result"];
  return code`{"taskArn": $states.result.TaskArn, "exitCode": $states.result.Containers[0].ExitCode}`;
}

/** A task that `map()` is given instead of a function. */
export function lowerItemTask(task: DeclaredTask, item: Value, span: Span, context: FlowContext): void {
  const node = createTaskNode(task, item, span, context);
  context.builder.append(node, [node.success]);
  context.builder.finish(value(resultCode(task), task.output), "return", span);
}
