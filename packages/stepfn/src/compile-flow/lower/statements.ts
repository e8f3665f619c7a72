import type { Expression, IfStatement, Statement } from "oxc-parser";
import { code } from "../expression/code.ts";
import { Scope } from "../expression/scope.ts";
import { toBoolean, toTest } from "../expression/truthiness.ts";
import { nullValue, present, type Value, value } from "../expression/value.ts";
import type { Assigned } from "../graph/graph.ts";
import type { Span } from "../source/diagnostic.ts";
import { undefinedType, unknownType } from "../types/type.ts";
import { lowerChange, lowerDeclaration } from "./assign.ts";
import { awaited } from "./await/promise.ts";
import { lowerBlock } from "./block.ts";
import { choose } from "./choose.ts";
import { type FlowContext, sourceOf } from "./context.ts";
import { lowerJump, lowerReturn } from "./jumps.ts";
import { lowerDoWhile, lowerFor, lowerForIn, lowerForOf, lowerWhile } from "./loops.ts";
import { changesOf, isPure } from "./pure.ts";
import { lowerSwitch } from "./switch.ts";
import { takeItems } from "./take-items.ts";
import { lowerThrow, lowerTry } from "./try.ts";

/** Statements to states: one case for each kind, everything else refused. */
export function lowerStatement(node: Statement, scope: Scope, context: FlowContext): void {
  // What cannot be reached has no state; what is wrong in it is still said.
  switch (node.type) {
    case "BlockStatement":
      lowerBlock(node.body, new Scope(scope), context);
      break;
    case "EmptyStatement":
    // Its block has made it known.
    case "FunctionDeclaration":
    case "TSTypeAliasDeclaration":
    case "TSInterfaceDeclaration":
      break;
    case "VariableDeclaration":
      lowerDeclaration(node, scope, context);
      break;
    case "ExpressionStatement":
      lowerExpressionStatement(node.expression, scope, context);
      break;
    case "IfStatement":
      lowerIf(node, scope, context);
      break;
    case "ReturnStatement": {
      const absent = { ...nullValue, type: undefinedType };
      if (node.argument !== null) takeItems(node.argument, scope, context);
      const result =
        node.argument === null
          ? absent
          : present(lowerReturned(node.argument, scope, context), context.names.freshLocal);
      context.returned?.push(result.type);
      lowerReturn(result, node, context);
      break;
    }
    case "ThrowStatement":
      lowerThrow(node, scope, context);
      break;
    case "TryStatement":
      lowerTry(node, scope, context);
      break;
    case "WhileStatement":
      lowerWhile(node, scope, context, []);
      break;
    case "DoWhileStatement":
      lowerDoWhile(node, scope, context, []);
      break;
    case "ForStatement":
      lowerFor(node, scope, context, []);
      break;
    case "ForOfStatement":
      lowerForOf(node, scope, context, []);
      break;
    case "ForInStatement":
      lowerForIn(node, scope, context, []);
      break;
    case "LabeledStatement":
      lowerLabeled(node.label.name, node.body, scope, context);
      break;
    case "BreakStatement":
    case "ContinueStatement":
      lowerJump(node, context);
      break;
    case "SwitchStatement":
      lowerSwitch(node, scope, context);
      break;
    default:
      context.diagnostics.report("ACME1100", node, `${node.type} is not supported in flows`);
  }
}

/** A promise that is returned inside of a `try` is awaited outside of it. */
function lowerReturned(node: Expression, scope: Scope, context: FlowContext): Value {
  const whole = awaited(node, scope);
  if (whole !== node && context.insideTry) {
    context.diagnostics.report(
      "ACME1101",
      node,
      "this promise is returned, and what it fails with is not caught by the try around",
      {
        help: "write return await, so that it is caught",
      },
    );
  }
  return context.expression(whole, scope);
}

function lowerLabeled(label: string, body: Statement, scope: Scope, context: FlowContext): void {
  switch (body.type) {
    case "WhileStatement":
      return lowerWhile(body, scope, context, [label]);
    case "DoWhileStatement":
      return lowerDoWhile(body, scope, context, [label]);
    case "ForStatement":
      return lowerFor(body, scope, context, [label]);
    case "ForOfStatement":
      return lowerForOf(body, scope, context, [label]);
    case "ForInStatement":
      return lowerForIn(body, scope, context, [label]);
    default:
      context.diagnostics.report("ACME1100", body, "labels stand before loops only");
  }
}

function lowerExpressionStatement(node: Expression, scope: Scope, context: FlowContext): void {
  // `x = await …` reads nothing before; `x += await …` does.
  context.whole = node.type === "AssignmentExpression" && node.operator === "=" ? node.right : undefined;
  if (lowerChange(node, scope, context)) return;
  takeItems(node, scope, context);
  const isVoid = node.type === "UnaryExpression" && node.operator === "void";
  const result = context.expression(isVoid ? node.argument : node, scope);
  // Its value is dropped. What can fail has to fail all the same.
  if (result.fallible) {
    const variable = context.names.allocate("checked");
    context.builder.assign([{ variable, value: present(result, context.names.freshLocal) }], node);
  }
}

function lowerIf(node: IfStatement, scope: Scope, context: FlowContext): void {
  const test = context.expression(node.test, scope);
  if (isPure(node.consequent) && isPure(node.alternate)) {
    const then = changesOf(() => context.statement(node.consequent, new Scope(scope)), context);
    const otherwise =
      then === undefined
        ? undefined
        : changesOf(() => lowerOptional(node.alternate, scope, context), context);
    if (then !== undefined && otherwise !== undefined)
      return assignEither(test, then, otherwise, node, context);
  }
  const condition = toBoolean(test, context.lowering);
  choose(
    context,
    condition,
    {
      name: `if ${sourceOf(context, node.test)}`,
      why: "tasks, jumps or waits depend on this condition",
      span: node,
    },
    () => context.statement(node.consequent, new Scope(scope)),
    () => lowerOptional(node.alternate, scope, context),
  );
}

function lowerOptional(node: Statement | null, scope: Scope, context: FlowContext): void {
  if (node !== null) context.statement(node, new Scope(scope));
}

/** Arms that only assign are conditional expressions, and no state. */
function assignEither(
  test: ReturnType<FlowContext["expression"]>,
  then: ReadonlyMap<string, Assigned>,
  otherwise: ReadonlyMap<string, Assigned>,
  span: Span,
  context: FlowContext,
): void {
  const variables = [...new Set([...then.keys(), ...otherwise.keys()])];
  const changes = variables.map((variable) => {
    const [one, other] = [then.get(variable), otherwise.get(variable)];
    const same = [{ variable }];
    return {
      variable,
      value: value(
        code`(${toTest(test, context.lowering)} ? ${one?.code ?? same} : ${other?.code ?? same})`,
        unknownType,
        {
          of: [test],
          fallible: (one?.fallible ?? false) || (other?.fallible ?? false),
        },
      ),
    };
  });
  if (changes.length > 0) context.builder.assign(changes, span);
}
