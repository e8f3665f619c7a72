import type { Code } from "../../expression/code.ts";
import { type Value, value } from "../../expression/value.ts";
import {
  type Catcher,
  type Edge,
  edge,
  type Handler,
  type MapNode,
  type ParallelNode,
} from "../../graph/graph.ts";
import type { Type } from "../../types/type.ts";
import type { FlowContext } from "../context.ts";
import { catchEdge } from "../try.ts";

/** The ways out of a state that can fail. */
export function outcomes(handler: Handler | undefined): {
  success: Edge;
  catchers: readonly Catcher[];
  handler: Handler | undefined;
} {
  const caught = catchEdge(handler);
  const catchers = caught === undefined ? [] : [{ errors: ["States.ALL"], edge: caught }];
  return { success: edge("success"), catchers, handler };
}

/** The variable of a result; the state's way out assigns it, and a later stage leaves it out when nothing reads it. */
export function storeResult(
  success: Edge,
  wanted: string,
  type: Type,
  context: FlowContext,
  result: Code = ["$states.result"],
): Value {
  const variable = context.names.allocate(wanted, { constant: true });
  success.assigns.set(variable, { code: result, fallible: false });
  return value([{ variable }], type);
}

export function appendCompound(
  node: MapNode | ParallelNode,
  type: Type,
  wanted: string,
  context: FlowContext,
  result?: Code,
): Value {
  const { builder } = context;
  builder.append(node, [node.success]);
  return storeResult(node.success, wanted, type, context, result);
}
