import type { CallExpression, Expression } from "oxc-parser";
import { asParameter } from "../../expression/checked-type.ts";
import type { FunctionLike, Scope } from "../../expression/scope.ts";
import { nullValue, present, type Value, value } from "../../expression/value.ts";
import { GraphBuilder } from "../../graph/builder.ts";
import type { Edge } from "../../graph/graph.ts";
import { type Type, unionOf, unknownType } from "../../types/type.ts";
import { bindPattern } from "../assign.ts";
import type { FlowContext } from "../context.ts";
import { lowerBlock } from "../block.ts";
import { lowerReturn } from "../jumps.ts";
import { failUncaught } from "../try.ts";
import { awaited } from "./promise.ts";

/** A graph of its own inside of a state: its variables are its own, its `return` ends it. */
export function lowerInner(context: FlowContext, run: () => void): Edge {
  const { builder, frames, insideTry } = context;
  const inner = new GraphBuilder(context.diagnostics, context.names);
  context.builder = inner;
  context.frames = [];
  context.insideTry = false;
  run();
  failUncaught(context);
  context.builder = builder;
  context.frames = frames;
  context.insideTry = insideTry;
  return inner.entry;
}

/** The body of an async callback, or what it returns. Gives the type of what it resolves to. */
export function lowerBody(fn: FunctionLike, scope: Scope, context: FlowContext): Type {
  const types: Type[] = [];
  const { returned } = context;
  context.returned = types;
  if (fn.body?.type === "BlockStatement") {
    lowerBlock(fn.body.body, scope, context);
    if (context.builder.isReachable) types.push({ kind: "undefined" });
    lowerReturn(nullValue, fn, context);
  } else if (fn.body !== null) {
    lowerResult(fn.body, scope, context);
  }
  context.returned = returned;
  return types.length === 0 ? unknownType : unionOf(...types);
}

/** `(x) => load(x)`: what a callback returns is awaited, whether it says so or not. */
export function lowerResult(node: Expression, scope: Scope, context: FlowContext): void {
  const result = present(context.expression(awaited(node, scope), scope), context.names.freshLocal);
  context.returned?.push(result.type);
  lowerReturn(result, node, context);
}

/** A function that is written in place, or one that has a name, and where its own names are known. */
export function asFunction(
  node: CallExpression["arguments"][number] | undefined,
  scope: Scope,
): { fn: FunctionLike; home: Scope } | undefined {
  if (node?.type === "ArrowFunctionExpression" || node?.type === "FunctionExpression")
    return { fn: node, home: scope };
  const binding = node?.type === "Identifier" ? scope.find(node.name) : undefined;
  return binding?.kind === "helper" ? { fn: binding.node, home: binding.scope } : undefined;
}

/** What a graph gets is read from its input, which only its first state has: it is assigned on the way in. */
export function bindParameters(
  fn: FunctionLike,
  values: readonly Value[],
  scope: Scope,
  context: FlowContext,
): void {
  for (const [index, parameter] of fn.params.entries()) {
    const given = values[index];
    if (given === undefined || parameter.type === "RestElement" || parameter.type === "TSParameterProperty") {
      context.diagnostics.report("ACME1100", parameter, "the callback gets an item and its index");
      continue;
    }
    const typed = asParameter(given, parameter, context.lowering);
    const variable = context.names.allocate(parameter.type === "Identifier" ? parameter.name : "item", {
      constant: true,
    });
    context.builder.assign([{ variable, value: typed }], parameter);
    bindPattern(parameter, value([{ variable }], typed.type), scope, context, {
      constant: true,
      stored: false,
    });
  }
}
