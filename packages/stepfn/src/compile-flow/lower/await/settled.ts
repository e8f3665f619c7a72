import { code } from "../../expression/code.ts";
import { value } from "../../expression/value.ts";
import type { Span } from "../../source/diagnostic.ts";
import { errorType, stringType, type Type, unionOf } from "../../types/type.ts";
import type { FlowContext, Frame } from "../context.ts";
import { createHandler, errorOf } from "../try.ts";

/** A branch of `Promise.allSettled`: what it returns and what it throws both become its result. Gives the type of that. */
export function lowerSettled(run: () => Type, span: Span, context: FlowContext): Type {
  const { builder, names } = context;
  const caught = createHandler(context, "reason");
  const variable = names.allocate("settled", { constant: true });
  const frame: Frame = { kind: "call", variable, returns: [] };
  builder.handler = caught;
  context.frames = [frame];
  const resolved = run();
  context.frames = [];
  builder.handler = undefined;
  builder.open = frame.returns;
  const fulfilled: Type = { kind: "object", fields: { status: stringType, value: resolved } };
  const rejected: Type = { kind: "object", fields: { status: stringType, reason: errorType } };
  builder.finish(
    value(code`{"status": "fulfilled", "value": ${[{ variable }]}}`, fulfilled),
    "fulfilled",
    span,
  );
  builder.open = caught.edges;
  const reason = errorOf(caught).code;
  builder.finish(value(code`{"status": "rejected", "reason": ${reason}}`, rejected), "rejected", span);
  return unionOf(fulfilled, rejected);
}
