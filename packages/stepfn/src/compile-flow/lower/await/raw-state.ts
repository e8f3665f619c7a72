import type { CallExpression } from "oxc-parser";
import type { Code } from "../../expression/code.ts";
import type { Scope } from "../../expression/scope.ts";
import { nullValue, refusedValue, type Value } from "../../expression/value.ts";
import { createNode, edge, type RawNode } from "../../graph/graph.ts";
import { type TemplateObject, toCode } from "../../graph/template.ts";
import { type Type, unknownType } from "../../types/type.ts";
import type { FlowContext } from "../context.ts";
import { outcomes, storeResult } from "./outcomes.ts";
import { readTemplate } from "./read-template.ts";

/** States that have a result, and fail where something catches it. */
const catching = ["Task", "Map", "Parallel"];
/** Fields that say what comes after a state: the flow does. */
const ofTheFlow = ["Next", "End", "Catch", "Assign", "QueryLanguage"];

/** `asl(name, state)`: a state that is written by hand. */
export function lowerRawState(
  call: CallExpression,
  scope: Scope,
  context: FlowContext,
  resultName: string | undefined,
): Value {
  const [name, state] = call.arguments;
  if (name?.type !== "Literal" || typeof name.value !== "string") {
    context.diagnostics.report("ACME1003", name ?? call, "the name of a state is a literal text", {
      help: 'write asl("notify", { Type: "Task", … })',
    });
    return refusedValue;
  }
  const template = readTemplate(state, "a state", scope, context);
  if (template === undefined || state === undefined) return refusedValue;
  const { Type: type, Output, ...fields } = template;
  const extra = Object.keys(fields).find((field) => ofTheFlow.includes(field));
  const isKnown = typeof type === "string" && [...catching, "Pass", "Wait"].includes(type);
  if (!isKnown || extra !== undefined) {
    context.diagnostics.report(
      "ACME1003",
      state,
      extra === undefined
        ? "the Type of a state in asl() is Task, Pass, Wait, Map or Parallel"
        : `${extra} is said by the flow around, not by the state`,
      { help: "what comes after a state and what catches its errors is written as statements" },
    );
    return refusedValue;
  }
  const { builder } = context;
  if (!builder.isReachable) return refusedValue;
  const handlers = catching.includes(type)
    ? outcomes(builder.handler)
    : { success: edge("success"), catchers: [], handler: undefined };
  const node: RawNode = createNode({
    kind: "raw",
    name: name.value,
    span: call,
    why: "is written by hand",
    fields: { Type: type, ...fields },
    ...handlers,
  });
  builder.append(node, [node.success]);
  const result = resultOf(type, Output);
  if (result === undefined) return nullValue;
  return storeResult(node.success, resultName ?? "result", annotatedType(call, context), context, result);
}

/** What the call gives: its Output where it says one, else its result. A Pass and a Wait have none. */
function resultOf(type: string, output: TemplateObject[string] | undefined): Code | undefined {
  if (output !== undefined) return toCode(output);
  return catching.includes(type) ? ["$states.result"] : undefined;
}

/** `asl<Output>(…)`. */
function annotatedType(call: CallExpression, context: FlowContext): Type {
  const [argument] = call.typeArguments?.params ?? [];
  return argument === undefined ? unknownType : context.lowering.annotated(argument);
}
