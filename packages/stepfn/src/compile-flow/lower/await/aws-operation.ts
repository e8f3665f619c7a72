import { AcmeError, toAwsResource } from "acme-engine";
import type { CallExpression } from "oxc-parser";
import type { Scope } from "../../expression/scope.ts";
import { present, refusedValue, type Value, value } from "../../expression/value.ts";
import { createNode, type TaskNode } from "../../graph/graph.ts";
import { literalOf } from "../../module/literal.ts";
import { unknownType } from "../../types/type.ts";
import type { FlowContext } from "../context.ts";
import type { AwsCallee } from "./aws-callee.ts";
import { outcomes, storeResult } from "./outcomes.ts";
import { retriersOf } from "./retriers.ts";
import { timesOf } from "./task.ts";

/** A service of AWS, which Step Functions calls itself. */
export function lowerAwsOperation(
  call: CallExpression,
  callee: AwsCallee,
  scope: Scope,
  context: FlowContext,
  resultName: string | undefined,
): Value {
  const node = createAwsNode(call, callee, scope, context);
  if (node === undefined || !context.builder.isReachable) return refusedValue;
  context.builder.append(node, [node.success]);
  return storeResult(node.success, resultName ?? `${callee.operation}Result`, unknownType, context);
}

/** The state of a call; undefined when it is refused. */
export function createAwsNode(
  call: CallExpression,
  callee: AwsCallee,
  scope: Scope,
  context: FlowContext,
): TaskNode | undefined {
  const resource = resourceOf(callee, call, context);
  const [argument, options] = call.arguments;
  if (resource === undefined) return undefined;
  const written = options === undefined || options.type === "SpreadElement" ? undefined : literalOf(options);
  if (argument?.type === "SpreadElement" || (options !== undefined && !isOptions(written))) {
    context.diagnostics.report(
      "ACME1003",
      options ?? call,
      "an operation of AWS takes its input and { retry, timeoutSeconds }, written as literals",
    );
    return undefined;
  }
  const input =
    argument === undefined
      ? value(["{}"], { kind: "object", fields: {} })
      : present(context.expression(argument, scope), context.names.freshLocal);
  const given = isOptions(written) ? written : {};
  return createNode({
    kind: "task",
    name: `${callee.service} ${callee.operation}`,
    span: call,
    why: `calls ${callee.service}:${callee.operation}`,
    work: { kind: "resource", resource },
    input: input.code,
    fallible: input.fallible,
    retriers: retriersOf(given, call, scope, context),
    ...timesOf(given),
    ...outcomes(context.builder.handler),
  });
}

function isOptions(written: unknown): written is Readonly<Record<string, unknown>> {
  return typeof written === "object" && written !== null;
}

function resourceOf(callee: AwsCallee, call: CallExpression, context: FlowContext): string | undefined {
  try {
    return toAwsResource(callee);
  } catch (error) {
    if (!(error instanceof AcmeError)) throw error;
    context.diagnostics.report(
      "ACME1125",
      call,
      error.message,
      error.hint === undefined ? {} : { help: error.hint },
    );
    return undefined;
  }
}
