import type { CallExpression, Expression } from "oxc-parser";
import { type FunctionLike, Scope } from "../../expression/scope.ts";
import { refusedValue, type Value, value } from "../../expression/value.ts";
import type { TaskNode } from "../../graph/graph.ts";
import { stringType, type Type, unknownType } from "../../types/type.ts";
import type { FlowContext } from "../context.ts";
import { awsCallee } from "./aws-callee.ts";
import { createAwsNode } from "./aws-operation.ts";
import { asFunction } from "./inner-graph.ts";
import { optionFields } from "./option-fields.ts";
import { storeResult } from "./outcomes.ts";
import { createTaskNode, lowerTaskInput } from "./task.ts";

/** `callback((token) => ask({ token }))`: the state waits for the token, and the task, or the call of AWS, only hands it on. */
export function lowerCallback(
  call: CallExpression,
  scope: Scope,
  context: FlowContext,
  resultName: string | undefined,
): Value {
  const [start, options] = call.arguments;
  const fn = asFunction(start, scope)?.fn;
  const started = onlyCall(fn);
  const fields = optionFields(options, ["timeoutSeconds", "heartbeatSeconds"], "callback()", scope, context);
  if (fields === undefined) return refusedValue;
  const inner = new Scope(scope);
  const [parameter] = fn?.params ?? [];
  if (parameter?.type === "Identifier")
    inner.set(parameter.name, { kind: "value", value: value(["$states.context.Task.Token"], stringType) });
  const node = started === undefined ? undefined : startNode(started, inner, context);
  if (node === undefined) {
    context.diagnostics.report(
      "ACME1100",
      call,
      "callback() takes a function that calls one task, or one operation of AWS, with the token",
      { help: "write callback((token) => ask({ token }))" },
    );
    return refusedValue;
  }
  const { builder } = context;
  if (node === "refused" || !builder.isReachable) return refusedValue;
  node.timeoutSeconds = fields.timeoutSeconds?.code;
  node.heartbeatSeconds = fields.heartbeatSeconds?.code;
  node.span = call;
  node.why = `${node.why}, and waits for who brings its token back`;
  builder.append(node, [node.success]);
  return storeResult(node.success, resultName ?? "answer", answerType(call, context), context);
}

/** The state that hands the token on; undefined when the call is of something else. */
function startNode(
  started: CallExpression,
  scope: Scope,
  context: FlowContext,
): TaskNode | "refused" | undefined {
  const operation = awsCallee(started.callee, scope);
  if (operation !== undefined) {
    const node = createAwsNode(started, { ...operation, pattern: "waitForTaskToken" }, scope, context);
    return node === undefined || node.retriers.length > 0 ? refuseRetries(node, started, context) : node;
  }
  const binding = started.callee.type === "Identifier" ? scope.find(started.callee.name) : undefined;
  if (binding?.kind !== "task" || binding.task.kind !== "task") return undefined;
  const input = lowerTaskInput(started, scope, context);
  if (input === undefined) return "refused";
  const node = createTaskNode(binding.task, input, started, context, "callback");
  return node.retriers.length > 0 ? refuseRetries(node, started, context) : node;
}

function refuseRetries(node: TaskNode | undefined, started: CallExpression, context: FlowContext): "refused" {
  if (node !== undefined) {
    context.diagnostics.report(
      "ACME1100",
      started,
      `"${node.name}" has retries, and Step Functions would also retry when the answer is a failure`,
      { help: "take its retries off, and write retry({ retries: 3 }, () => callback(…)) for both" },
    );
  }
  return "refused";
}

/** `callback<Answer>(…)`. */
function answerType(call: CallExpression, context: FlowContext): Type {
  const [argument] = call.typeArguments?.params ?? [];
  return argument === undefined ? unknownType : context.lowering.annotated(argument);
}

/** The only call in the function. */
function onlyCall(fn: FunctionLike | undefined): CallExpression | undefined {
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
  return started?.type === "CallExpression" ? started : undefined;
}
