import type { BreakStatement, ContinueStatement } from "oxc-parser";
import { type Value, value } from "../expression/value.ts";
import type { Span } from "../source/diagnostic.ts";
import type { FlowContext, Frame } from "./context.ts";

/** Ends the flow, the callback, the branch or the helper with a value, after the `finally` blocks around. */
export function lowerReturn(result: Value, span: Span, context: FlowContext): void {
  const { builder, names } = context;
  if (!builder.isReachable) return;
  const depth = context.frames.findLastIndex((frame) => frame.kind === "call");
  const call = context.frames[depth];
  if (call?.kind === "call") {
    builder.assign([{ variable: call.variable, value: result }], span);
    leave(context, depth + 1);
    call.returns.push(...builder.open);
    builder.open = [];
    return;
  }
  let output = result;
  const finals = context.frames.filter((frame) => frame.kind === "finally");
  if (finals.length > 0 && result.code.some((part) => typeof part !== "string")) {
    const variable = names.allocate("returned");
    builder.assign([{ variable, value: result }], span);
    output = value([{ variable }], result.type);
  }
  leave(context, 0);
  builder.finish(output, "return", span);
  builder.open = [];
}

export function lowerJump(node: BreakStatement | ContinueStatement, context: FlowContext): void {
  const label = node.label?.name;
  const isContinue = node.type === "ContinueStatement";
  const isTarget = (frame: Frame): boolean => {
    if (frame.kind === "finally" || frame.kind === "call") return false;
    if (isContinue && frame.continues === undefined) return false;
    return label === undefined ? true : frame.labels.includes(label);
  };
  const depth = context.frames.findLastIndex(isTarget);
  const target = context.frames[depth];
  // Out of statements that are lowered apart: such a way ends nowhere, and they are lowered again where they stand.
  if (target === undefined || target.kind === "finally" || target.kind === "call") {
    context.builder.open = [];
    return;
  }
  leave(context, depth + 1);
  const list = isContinue ? target.continues : target.breaks;
  list?.push(...context.builder.open);
  context.builder.open = [];
}

/** Runs the `finally` blocks of the frames from the inside to `depth`, each with what is around it. */
function leave(context: FlowContext, depth: number): void {
  const { frames, builder } = context;
  const { handler } = builder;
  for (let index = frames.length - 1; index >= depth; index--) {
    const frame = frames[index];
    if (frame?.kind !== "finally") continue;
    context.frames = frames.slice(0, index);
    builder.handler = frame.outer;
    frame.run();
  }
  context.frames = frames;
  builder.handler = handler;
}
