import type { CallExpression, Expression } from "oxc-parser";
import { readChange } from "../expression/change.ts";
import { takenItem } from "../expression/changing-methods.ts";
import type { Scope } from "../expression/scope.ts";
import { present, refusedValue, type Value, value } from "../expression/value.ts";
import { changingMethod, readChain } from "../ownership/find-changes.ts";
import { isFunction, isSyntaxNode, nameOf, type SyntaxNode, walkSyntax } from "../source/syntax-node.ts";
import { isAll } from "../types/type.ts";
import type { FlowContext } from "./context.ts";

/**
 * `const next = queue.shift()`: what `pop()` and `shift()` give inside of an expression is read, and the array changed, before the expression is
 * computed. That is the same where the expression reads the array nowhere else and the call is certain to happen.
 */
export function takeItems(expression: Expression, scope: Scope, context: FlowContext): void {
  if (!isSyntaxNode(expression)) return;
  const root = expression;
  walkSyntax(root, (node, above) => {
    if (!isCall(node) || above.some(isFunction)) return;
    const found = changingMethod(node);
    const chain = found === undefined ? undefined : readChain(found.object);
    const name = nameOf(chain?.root);
    const binding = name === undefined ? undefined : scope.find(name);
    if (found === undefined || name === undefined || binding?.kind !== "variable") return;
    const taken = take(node, found.method, { root, above, name }, scope, context);
    context.taken.set(node, taken);
  });
}

function isCall(node: SyntaxNode): node is SyntaxNode & CallExpression {
  return node.type === "CallExpression";
}

function take(
  node: SyntaxNode & CallExpression,
  method: string,
  { root, above, name }: { root: SyntaxNode; above: readonly SyntaxNode[]; name: string },
  scope: Scope,
  context: FlowContext,
): Value {
  const refuse = (reason: string): Value => {
    context.diagnostics.report("ACME1100", node, `"${method}" changes "${name}", ${reason}`, {
      help:
        method === "sort" || method === "reverse" || method === "splice"
          ? "use toSorted(), toReversed() or toSpliced()"
          : "make it a statement of its own: const item = items.shift();",
    });
    return refusedValue;
  };
  if (above.some((one) => /^(?:Conditional|Logical)Expression$/.test(one.type)) && !isFirst(node, above))
    return refuse("and may not happen");
  let uses = 0;
  let waits = false;
  walkSyntax(root, (one) => {
    if (nameOf(one) === name) uses++;
    if (one.type === "AwaitExpression" && one.end <= node.start) waits = true;
  });
  if (uses > 1) return refuse("which this expression also reads");
  if (waits) return refuse("behind something that is awaited");
  const change = readChange(node, scope, context.lowering);
  const binding = scope.find(name);
  if (change === undefined || binding?.kind !== "variable") return refuse("and cannot be read");
  if (binding.region !== context.builder.region) return refuse("which belongs to the flow around");
  const variable = context.names.allocate(`${name}Item`, { constant: true });
  let item: Value | undefined;
  const { callee } = node;
  const object =
    callee.type === "MemberExpression" && callee.object.type !== "Super" ? callee.object : undefined;
  if (object !== undefined) {
    const array = context.expression(object, scope);
    if (isAll(array.type, "array")) item = takenItem(method, array);
  }
  if (item === undefined) return refuse("and its value is used");
  const stored = present(item, context.names.freshLocal);
  if (!context.builder.isReachable) return refusedValue;
  context.builder.assign([{ variable, value: stored }], node);
  const after = change.next(value([{ variable: binding.variable }], binding.type));
  context.builder.assign([{ variable: binding.variable, value: after }], node);
  return value([{ variable }], item.type);
}

/** Whether the call stands where the left side of each conditional is. */
function isFirst(node: SyntaxNode, above: readonly SyntaxNode[]): boolean {
  return [...above, node].every((one, index, all) => {
    const parent = all[index - 1];
    if (parent?.type === "LogicalExpression") return parent["left"] === one;
    return parent?.type === "ConditionalExpression" ? parent["test"] === one : true;
  });
}
