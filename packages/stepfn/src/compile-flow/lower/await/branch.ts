import type { ConditionalExpression, Expression, LogicalExpression } from "oxc-parser";
import { type Code, code } from "../../expression/code.ts";
import type { Scope } from "../../expression/scope.ts";
import { toBoolean } from "../../expression/truthiness.ts";
import { present, type Value, value } from "../../expression/value.ts";
import { booleanType, type Type, unionOf } from "../../types/type.ts";
import { choose } from "../choose.ts";
import { type FlowContext, sourceOf } from "../context.ts";

/** A conditional whose arms await: a Choice, and a variable for what it gives. */
export function lowerBranch(
  node: ConditionalExpression | LogicalExpression,
  scope: Scope,
  context: FlowContext,
): Value {
  const { builder, names } = context;
  context.resultName = undefined;
  const variable = names.allocate("chosen", { constant: true });
  const store = (expression: Expression): Type => {
    const result = present(context.expression(expression, scope), names.freshLocal);
    if (builder.isReachable) builder.assign([{ variable, value: result }], expression);
    return result.type;
  };
  const types: Type[] = [];
  const place = { why: "only one side is to run", span: node };
  if (node.type === "ConditionalExpression") {
    const condition = toBoolean(context.expression(node.test, scope), context.lowering);
    choose(
      context,
      condition,
      { ...place, name: `if ${sourceOf(context, node.test)}` },
      () => void types.push(store(node.consequent)),
      () => void types.push(store(node.alternate)),
    );
    return value([{ variable }], unionOf(...types));
  }
  const left = store(node.left);
  const kept: Code = [{ variable }];
  const current = value(kept, left);
  const condition: Value =
    node.operator === "??"
      ? value(code`(${kept} != null)`, booleanType)
      : toBoolean(current, context.lowering);
  types.push(left);
  const keep = (): void => {};
  const replace = (): void => void types.push(store(node.right));
  const [then, otherwise] = node.operator === "&&" ? [replace, keep] : [keep, replace];
  choose(context, condition, { ...place, name: `if ${sourceOf(context, node.left)}` }, then, otherwise);
  return value(kept, unionOf(...types));
}
