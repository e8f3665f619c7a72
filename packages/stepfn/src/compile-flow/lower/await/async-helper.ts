import type { CallExpression } from "oxc-parser";
import { type FunctionLike, Scope } from "../../expression/scope.ts";
import { nullValue, present, refusedValue, type Value, value } from "../../expression/value.ts";
import { undefinedType, unionOf, unknownType } from "../../types/type.ts";
import { bindPattern } from "../assign.ts";
import type { FlowContext, Frame } from "../context.ts";
import { lowerBlock } from "../block.ts";
import { lowerReturn } from "../jumps.ts";
import { assignedNames, rootNames } from "../assigned-names.ts";
import { lowerResult } from "./inner-graph.ts";

/** An async function of the module or the flow: its body stands where it is called. */
export function lowerAsyncHelper(
  call: CallExpression,
  { fn, home }: { fn: FunctionLike; home: Scope },
  scope: Scope,
  context: FlowContext,
  resultName: string | undefined,
): Value {
  if (context.inlined.includes(fn)) {
    context.diagnostics.report(
      "ACME1106",
      call,
      "this function calls itself, and a state machine has no stack",
      {
        help: "use a loop, or make it a flow of its own",
      },
    );
    return refusedValue;
  }
  const assigned = assignedNames(fn);
  const around = [...assigned].find((name) => home.find(name)?.kind === "variable");
  if (around !== undefined && !context.isWhole) {
    context.diagnostics.report(
      "ACME1107",
      call,
      `this function assigns "${around}", and stands in an expression that may have read it before`,
      { help: "await it in a statement of its own: const result = await …" },
    );
    return refusedValue;
  }
  const { builder, names } = context;
  if (!builder.isReachable || fn.body === null) return refusedValue;
  const inner = new Scope(home);
  context.lowering.owned.enter(fn, { ownsParameters: false });
  if (!bindArguments(call, fn, scope, inner, assigned, context)) return refusedValue;
  const variable = names.allocate(resultName ?? nameOf(call), { constant: true });
  const frame: Frame = { kind: "call", variable, returns: [] };
  const { frames, returned, inlined, insideTry } = context;
  const types: NonNullable<FlowContext["returned"]> = [];
  context.frames = [...frames, frame];
  context.returned = types;
  context.inlined = [...inlined, fn];
  context.insideTry = false;
  if (fn.body.type === "BlockStatement") {
    lowerBlock(fn.body.body, inner, context);
    if (builder.isReachable) types.push(undefinedType);
    lowerReturn(nullValue, fn, context);
  } else {
    lowerResult(fn.body, inner, context);
  }
  context.frames = frames;
  context.returned = returned;
  context.inlined = inlined;
  context.insideTry = insideTry;
  builder.open = frame.returns;
  return value([{ variable }], types.length === 0 ? unknownType : unionOf(...types));
}

/** Arguments are evaluated where the call stands, each once. */
function bindArguments(
  call: CallExpression,
  fn: FunctionLike,
  scope: Scope,
  inner: Scope,
  assigned: ReadonlySet<string>,
  context: FlowContext,
): boolean {
  const values: Value[] = [];
  for (const one of call.arguments) {
    if (one.type === "SpreadElement") {
      context.diagnostics.report("ACME1100", one, "...arguments are not supported");
      return false;
    }
    values.push(context.lowering.lower(one, scope));
  }
  for (const [index, parameter] of fn.params.entries()) {
    if (parameter.type === "RestElement" || parameter.type === "TSParameterProperty") {
      context.diagnostics.report("ACME1100", parameter, "rest parameters are not supported in helpers");
      return false;
    }
    const given = values[index] ?? { ...nullValue, type: undefinedType };
    const annotation =
      parameter.type === "AssignmentPattern" ? parameter.left.typeAnnotation : parameter.typeAnnotation;
    const type = context.lowering.annotated(annotation?.typeAnnotation);
    const typed = type.kind === "unknown" ? given : { ...given, type };
    bindPattern(parameter, present(typed, context.names.freshLocal), inner, context, {
      constant: !rootNames(parameter).some((name) => assigned.has(name)),
      stored: true,
    });
  }
  return true;
}

function nameOf({ callee }: CallExpression): string {
  return callee.type === "Identifier" ? `${callee.name}Result` : "result";
}
