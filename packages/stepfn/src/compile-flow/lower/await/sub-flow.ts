import type { CallExpression } from "oxc-parser";
import type { DeclaredFlow, Scope } from "../../expression/scope.ts";
import { present, refusedValue, type Value, value } from "../../expression/value.ts";
import { createNode, edge, type TaskNode } from "../../graph/graph.ts";
import type { FlowContext } from "../context.ts";
import { flowCatchEdge } from "../try.ts";
import { storeResult } from "./outcomes.ts";

/** Another flow: an execution of its own, which this one waits for. */
export function lowerSubFlow(
  call: CallExpression,
  flow: DeclaredFlow,
  scope: Scope,
  context: FlowContext,
  resultName: string | undefined,
): Value {
  const [argument] = call.arguments;
  if (call.arguments.length > 1 || argument?.type === "SpreadElement") {
    context.diagnostics.report("ACME1100", call, "a flow takes its parameters as one object");
    return refusedValue;
  }
  const input =
    argument === undefined
      ? value(["{}"], { kind: "object", fields: {} })
      : present(context.expression(argument, scope), context.names.freshLocal);
  return runFlow(flow, input, call, context, resultName);
}

export function runFlow(
  flow: DeclaredFlow,
  input: Value,
  call: CallExpression,
  context: FlowContext,
  resultName?: string,
): Value {
  if (flow.body === context.flow.body) {
    context.diagnostics.report("ACME1106", call, `the flow "${flow.name}" calls itself`, {
      help: "use a loop, or map() over what is to be done",
    });
    return refusedValue;
  }
  const { builder } = context;
  if (!builder.isReachable) return refusedValue;
  const node: TaskNode = createNode({
    kind: "task",
    name: flow.name,
    span: call,
    why: `runs the flow ${flow.name}`,
    work: {
      kind: "action",
      action: { kind: "flow", name: flow.name, declaredAt: flow.span, readsByName: readsByName(flow) },
    },
    input: input.code,
    fallible: input.fallible,
    retriers: [],
    timeoutSeconds: undefined,
    heartbeatSeconds: undefined,
    success: edge("success"),
    catchers: [{ errors: ["States.ALL"], edge: flowCatchEdge(context) }],
    handler: builder.handler,
  });
  builder.append(node, [node.success]);
  // Source: Step Functions Developer Guide, "Start workflow executions": `.sync:2` returns Output as JSON.
  return storeResult(node.success, resultName ?? `${flow.name}Result`, flow.output, context, [
    "$states.result.Output",
  ]);
}

/** `async ({ day, limit }) => …`, and not `async (all) => …` or `async ({ day, ...others }) => …`. */
function readsByName({ body: { params } }: DeclaredFlow): boolean {
  const [parameter] = params;
  if (parameter === undefined) return true;
  const pattern = parameter.type === "AssignmentPattern" ? parameter.left : parameter;
  return pattern.type === "ObjectPattern" && pattern.properties.every(({ type }) => type !== "RestElement");
}
