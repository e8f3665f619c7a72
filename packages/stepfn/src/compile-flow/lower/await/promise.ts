import type { AwaitExpression, CallExpression, Expression } from "oxc-parser";
import type { Scope } from "../../expression/scope.ts";
import { awsCallee } from "./aws-callee.ts";

/** `all` of `Promise.all(…)`, or `allSettled`. */
export function promiseMethod(node: Expression): "all" | "allSettled" | undefined {
  if (node.type !== "MemberExpression" || node.object.type !== "Identifier") return undefined;
  if (node.object.name !== "Promise" || node.property.type !== "Identifier") return undefined;
  const { name } = node.property;
  return name === "all" || name === "allSettled" ? name : undefined;
}

/** Whether a call gives a promise, which a callback or a flow may return without `await`. */
export function isPromise({ callee }: CallExpression, scope: Scope): boolean {
  if (promiseMethod(callee) !== undefined || awsCallee(callee, scope) !== undefined) return true;
  const binding = callee.type === "Identifier" ? scope.find(callee.name) : undefined;
  switch (binding?.kind) {
    case "task":
    case "flow":
    case "engine":
      return true;
    case "helper":
      return binding.node.async;
    default:
      return false;
  }
}

/** What an async function returns is awaited, whether it says so or not. */
export function awaited(node: Expression, scope: Scope): Expression | AwaitExpression {
  if (node.type !== "CallExpression" || !isPromise(node, scope)) return node;
  return { type: "AwaitExpression", argument: node, start: node.start, end: node.end };
}
