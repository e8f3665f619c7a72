import type { CallExpression } from "oxc-parser";
import { code } from "../../expression/code.ts";
import type { Scope } from "../../expression/scope.ts";
import { nullValue, refusedValue, type Value, value } from "../../expression/value.ts";
import { createNode, edge, type WaitNode } from "../../graph/graph.ts";
import { isAll, nullType, numberType } from "../../types/type.ts";
import { type FlowContext, sourceOf } from "../context.ts";

export function lowerSleep(call: CallExpression, scope: Scope, context: FlowContext): Value {
  const [argument] = call.arguments;
  let seconds: Value | undefined;
  if (argument?.type === "ObjectExpression") {
    const factors: Record<string, number> = { seconds: 1, minutes: 60, hours: 3600, days: 86_400 };
    for (const property of argument.properties) {
      const key = property.type === "Property" && property.key.type === "Identifier" ? property.key.name : "";
      const factor = factors[key];
      if (property.type !== "Property" || factor === undefined) {
        context.diagnostics.report("ACME1100", property, "sleep() takes seconds, minutes, hours or days");
        return refusedValue;
      }
      const amount = context.expression(property.value, scope);
      const literal = Number(
        amount.code.length === 1 && typeof amount.code[0] === "string" ? amount.code[0] : "NaN",
      );
      const part = Number.isNaN(literal)
        ? code`(${amount.code} * ${String(factor)})`
        : code`${String(literal * factor)}`;
      seconds = value(seconds === undefined ? part : code`(${seconds.code} + ${part})`, numberType, {
        of: [amount],
      });
    }
  } else if (argument !== undefined && argument.type !== "SpreadElement") {
    seconds = context.expression(argument, scope);
  }
  if (seconds === undefined || !isAll(seconds.type, "number")) {
    context.diagnostics.report("ACME1110", call, "sleep() needs a number of seconds, or { minutes: 5 }");
    return refusedValue;
  }
  const { builder } = context;
  if (!builder.isReachable) return refusedValue;
  // Step Functions waits whole seconds, and fails on a negative number, where a flow would go on.
  seconds = builder.caught(seconds, call);
  const literal = Number(seconds.code.length === 1 ? seconds.code[0] : "NaN");
  const whole = Number.isNaN(literal)
    ? code`$max([0, $ceil(${seconds.code})])`
    : code`${String(Math.max(0, Math.ceil(literal)))}`;
  const node: WaitNode = createNode({
    kind: "wait",
    name: sourceOf(context, call),
    span: call,
    why: "waits",
    until: "seconds",
    time: whole,
    success: edge("success"),
  });
  builder.append(node, [node.success]);
  return { ...nullValue, type: nullType };
}

/** As `sleepUntil` of acme-engine checks it. Source: Amazon States Language, "Timestamps". */
const moment = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

export function lowerSleepUntil(call: CallExpression, scope: Scope, context: FlowContext): Value {
  const [argument] = call.arguments;
  const time =
    argument === undefined || argument.type === "SpreadElement"
      ? undefined
      : context.expression(argument, scope);
  if (argument === undefined || time === undefined || !isAll(time.type, "string") || time.missing) {
    context.diagnostics.report("ACME1110", call, "sleepUntil() needs a text such as 2026-01-31T06:00:00Z", {
      help: "annotate it as string",
    });
    return refusedValue;
  }
  const literal = argument.type === "Literal" ? argument.value : undefined;
  if (typeof literal === "string" && !(moment.test(literal) && !Number.isNaN(Date.parse(literal)))) {
    context.diagnostics.report(
      "ACME1118",
      argument,
      `${JSON.stringify(literal)} is no moment; expected a form as 2026-01-31T06:00:00Z or 2026-01-31T06:00:00+01:00`,
    );
    return refusedValue;
  }
  const { builder } = context;
  if (!builder.isReachable) return refusedValue;
  // A text that is no moment fails the execution, and nothing catches that.
  builder.checkCatchable({ fallible: literal === undefined || time.fallible }, call);
  const node: WaitNode = createNode({
    kind: "wait",
    name: sourceOf(context, call),
    span: call,
    why: "waits until a moment",
    until: "timestamp",
    time: time.code,
    success: edge("success"),
  });
  builder.append(node, [node.success]);
  return { ...nullValue, type: nullType };
}
