import type { CallExpression, Expression } from "oxc-parser";
import { type DeclaredTask, type FunctionLike, Scope } from "../../expression/scope.ts";
import { refusedValue, type Value, value } from "../../expression/value.ts";
import { createNode, type TaskNode } from "../../graph/graph.ts";
import { stringType, type Type, unknownType } from "../../types/type.ts";
import type { FlowContext } from "../context.ts";
import { asFunction } from "./inner-graph.ts";
import { optionFields } from "./option-fields.ts";
import { outcomes, storeResult } from "./outcomes.ts";
import { lowerTaskInput } from "./task.ts";

/** `callback((token) => ask({ token }))`: the state waits for the token, and the task only hands it on. */
export function lowerCallback(
  call: CallExpression,
  scope: Scope,
  context: FlowContext,
  resultName: string | undefined,
): Value {
  const [start, options] = call.arguments;
  const found = startedTask(asFunction(start, scope)?.fn, scope);
  if (found === undefined) {
    context.diagnostics.report(
      "ACME1100",
      call,
      "callback() takes a function that calls one task with the token",
      {
        help: "write callback((token) => ask({ token }))",
      },
    );
    return refusedValue;
  }
  const { task, started, fn } = found;
  if ((task.options["retries"] ?? 0) !== 0 || task.options["retry"] !== undefined) {
    context.diagnostics.report(
      "ACME1100",
      started,
      `the task "${task.name}" has retries, and Step Functions would also retry when the answer is a failure`,
      { help: "take the retries off that task, and write retry({ retries: 3 }, () => callback(…)) for both" },
    );
    return refusedValue;
  }
  const fields = optionFields(options, ["timeoutSeconds", "heartbeatSeconds"], "callback()", scope, context);
  if (fields === undefined) return refusedValue;
  const inner = new Scope(scope);
  const [parameter] = fn.params;
  if (parameter?.type === "Identifier")
    inner.set(parameter.name, { kind: "value", value: value(["$states.context.Task.Token"], stringType) });
  const input = lowerTaskInput(started, inner, context);
  const { builder } = context;
  if (input === undefined || !builder.isReachable) return refusedValue;
  const node: TaskNode = createNode({
    kind: "task",
    name: task.name,
    span: call,
    why: `runs the task ${task.name}, and waits for who brings its token back`,
    work: { kind: "action", action: { kind: "callback", name: task.name, options: task.options } },
    input: input.code,
    retriers: [],
    timeoutSeconds: fields["timeoutSeconds"]?.code,
    heartbeatSeconds: fields["heartbeatSeconds"]?.code,
    ...outcomes(builder.handler),
  });
  builder.append(node, [node.success]);
  return storeResult(node.success, resultName ?? "answer", answerType(call, context), context);
}

/** `callback<Answer>(…)`. */
function answerType(call: CallExpression, context: FlowContext): Type {
  const [argument] = call.typeArguments?.params ?? [];
  return argument === undefined ? unknownType : context.lowering.annotated(argument);
}

/** The only call in the function, of a task. */
function startedTask(
  fn: FunctionLike | undefined,
  scope: Scope,
): { task: DeclaredTask; started: CallExpression; fn: FunctionLike } | undefined {
  if (fn === undefined || fn.body === null || fn.params.length > 1) return undefined;
  let body: Expression | null;
  if (fn.body.type === "BlockStatement") {
    const [only, ...others] = fn.body.body;
    if (others.length > 0) return undefined;
    if (only?.type === "ReturnStatement") body = only.argument;
    else if (only?.type === "ExpressionStatement") body = only.expression;
    else return undefined;
  } else {
    body = fn.body;
  }
  const started = body?.type === "AwaitExpression" ? body.argument : body;
  if (started?.type !== "CallExpression" || started.callee.type !== "Identifier") return undefined;
  const binding = scope.find(started.callee.name);
  return binding?.kind === "task" && binding.task.kind === "task"
    ? { task: binding.task, started, fn }
    : undefined;
}
