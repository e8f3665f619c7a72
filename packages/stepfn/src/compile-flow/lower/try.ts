import type { BlockStatement, Expression, ThrowStatement, TryStatement } from "oxc-parser";
import { code, quote } from "../expression/code.ts";
import { Scope } from "../expression/scope.ts";
import { toText } from "../expression/text.ts";
import { type Value, value } from "../expression/value.ts";
import { type Edge, edge, type Handler } from "../graph/graph.ts";
import type { Span } from "../source/diagnostic.ts";
import { errorType, stringType } from "../types/type.ts";
import { type FlowContext } from "./context.ts";

/**
 * Step Functions catches at each Task, Map and Parallel; a `try` is the handler that those of its block share. A `throw` that a `try` of the
 * same graph catches is a way to its handler, and no failure.
 */
export function lowerTry(node: TryStatement, scope: Scope, context: FlowContext): void {
  const { finalizer, handler } = node;
  if (!context.builder.isReachable) return;
  if (finalizer === null) return lowerCatch(node, scope, context);
  const { builder } = context;
  const outer = builder.handler;
  const caught = createHandler(context, "error");
  const run = (): void => context.statement(finalizer, new Scope(scope));
  builder.handler = caught;
  context.frames = [...context.frames, { kind: "finally", outer, run }];
  lowerGuarded(context, () => {
    if (handler === null) lowerBlock(node.block, scope, context);
    else lowerCatch(node, scope, context);
  });
  context.frames = context.frames.slice(0, -1);
  builder.handler = outer;
  if (builder.isReachable) run();
  const after = builder.open;
  builder.open = caught.edges;
  if (builder.isReachable) {
    run();
    throwError(caughtError(errorOf(caught)), node.block, context);
  }
  builder.open = [...after, ...builder.open];
}

function lowerCatch(node: TryStatement, scope: Scope, context: FlowContext): void {
  const { builder } = context;
  const { handler: clause } = node;
  if (clause === null) return;
  const parameter = clause.param;
  if (parameter !== null && parameter.type !== "Identifier") {
    context.diagnostics.report("ACME1100", parameter, "catch gives the error one name", {
      help: "write catch (error)",
    });
    return;
  }
  const outer = builder.handler;
  const caught = createHandler(context, parameter?.name ?? "error");
  builder.handler = caught;
  lowerGuarded(context, () => lowerBlock(node.block, scope, context));
  builder.handler = outer;
  const after = builder.open;
  builder.open = caught.edges;
  if (builder.isReachable) {
    const inner = new Scope(scope);
    if (parameter !== null) inner.set(parameter.name, { kind: "value", value: errorOf(caught) });
    lowerBlock(clause.body, inner, context);
  }
  builder.open = [...after, ...builder.open];
}

function lowerGuarded(context: FlowContext, run: () => void): void {
  const { insideTry } = context;
  context.insideTry = true;
  run();
  context.insideTry = insideTry;
}

function lowerBlock(node: BlockStatement, scope: Scope, context: FlowContext): void {
  context.statement(node, new Scope(scope));
}

export function createHandler(context: FlowContext, name: string): Handler {
  const visible = context.names.snapshot();
  return { edges: [], variable: context.names.allocate(name), visible };
}

export function errorOf({ variable }: Handler): Value {
  return value([{ variable }], errorType);
}

/** What the runner of a task tells is JSON text with the message in it; a task may also fail without a cause (packages/flow/README.md). */
const messageOf = (cause: string): string =>
  `$exists(${cause}) ? ($substring(${cause}, 0, 13) = "{\\"errorType\\":" ? $parse(${cause}).errorMessage : ${cause}) : ""`;

const taskErrorCode = `{"name": $states.errorOutput.Error, "message": ${messageOf("$states.errorOutput.Cause")}}`;

/**
 * The error of another flow is in the description of its execution. Source: Step Functions Developer Guide, "Start workflow executions": a failed
 * `.sync:2` is States.TaskFailed, its cause the execution as JSON text.
 */
const flowErrorCode =
  `($o := $states.errorOutput; $isFlow := $o.Error = "States.TaskFailed" and $contains($string($o.Cause), "\\"ExecutionArn\\":"); ` +
  `$e := $isFlow ? $parse($o.Cause) : $o; {"name": $exists($e.Error) ? $e.Error : $o.Error, "message": ${messageOf("$e.Cause")}})`;

/** The way that errors of a state take, where the flow catches them. */
export function catchEdge(handler: Handler | undefined): Edge | undefined {
  return handler === undefined ? undefined : edgeTo(handler, taskErrorCode);
}

/** The same for another flow, whose error has to be read out of its execution even where nothing catches it. */
export function flowCatchEdge(context: FlowContext): Edge {
  const { builder } = context;
  builder.uncaught ??= createHandler(context, "error");
  return edgeTo(builder.handler ?? builder.uncaught, flowErrorCode);
}

function edgeTo(handler: Handler, error: string): Edge {
  const caught = edge("catch");
  caught.assigns.set(handler.variable, { code: [error], fallible: false });
  handler.edges.push(caught);
  return caught;
}

/** At the end of a graph: errors that were read and that nothing catches end it. */
export function failUncaught(context: FlowContext): void {
  const { builder } = context;
  if (builder.uncaught === undefined || builder.uncaught.edges.length === 0) return;
  builder.open = builder.uncaught.edges;
  const { name, message } = caughtError(errorOf(builder.uncaught));
  builder.fail(name, message, "throw", context.flow.span);
}

export function lowerThrow(node: ThrowStatement, scope: Scope, context: FlowContext): void {
  const thrown = thrownError(node.argument, scope, context);
  if (thrown !== undefined) throwError(thrown, node, context);
}

/** An error by its parts, so that a Fail state can take them one by one. */
interface Thrown {
  name: Value;
  message: Value;
  /** The class, when the source says it. */
  className: string | undefined;
  whole: Value;
}

function caughtError(whole: Value): Thrown {
  return {
    name: value(code`${whole.code}.name`, stringType),
    message: value(code`${whole.code}.message`, stringType),
    className: undefined,
    whole,
  };
}

/** `new OutOfStock("…")`, or an error that was caught. */
function thrownError(node: Expression, scope: Scope, context: FlowContext): Thrown | undefined {
  if (node.type === "NewExpression" && node.callee.type === "Identifier") {
    const { name } = node.callee;
    const binding = scope.find(name);
    const [argument] = node.arguments;
    const known = binding?.kind === "errorClass" || (binding === undefined && name === "Error");
    if (known && node.arguments.length <= 1 && argument?.type !== "SpreadElement") {
      const message =
        argument === undefined
          ? value(['""'], stringType)
          : toText(context.expression(argument, scope), argument, context.lowering);
      const className = binding?.kind === "errorClass" ? binding.className : name;
      const whole = value(code`{"name": ${quote(className)}, "message": ${message.code}}`, errorType, {
        of: [message],
      });
      return { name: value([quote(className)], stringType), message, className, whole };
    }
  } else if (node.type === "Identifier") {
    const caught = context.expression(node, scope);
    if (caught.type.kind === "error") return caughtError(caught);
  }
  context.diagnostics.report(
    "ACME1119",
    node,
    "what is thrown has to be a caught error, an Error, or of an error class of this module, made with a message",
    {
      help: "declare class OutOfStock extends FlowError {}, and throw new OutOfStock(`…`)",
    },
  );
  return undefined;
}

function throwError({ name, message, className, whole }: Thrown, span: Span, context: FlowContext): void {
  const { builder } = context;
  if (!builder.isReachable) return;
  const { handler } = builder;
  if (handler === undefined)
    return builder.fail(name, message, className === undefined ? "throw" : `throw ${className}`, span);
  builder.assign([{ variable: handler.variable, value: whole }], span);
  handler.edges.push(...builder.open);
  builder.open = [];
}
