import type { CallExpression, Expression } from "oxc-parser";
import type { Scope } from "../../expression/scope.ts";

export function isPromiseAll(node: Expression): boolean {
  return (
    node.type === "MemberExpression" &&
    node.object.type === "Identifier" &&
    node.object.name === "Promise" &&
    node.property.type === "Identifier" &&
    node.property.name === "all"
  );
}

export function isPromise(node: CallExpression, scope: Scope): boolean {
  if (isPromiseAll(node.callee)) return true;
  const binding = node.callee.type === "Identifier" ? scope.find(node.callee.name) : undefined;
  return binding?.kind === "task" || binding?.kind === "engine";
}
