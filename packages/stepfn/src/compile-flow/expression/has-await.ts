/** Whether a part of the syntax tree awaits, functions inside of it not counted. */
export function hasAwait(node: unknown): boolean {
  return contains(node, (type) => type === "AwaitExpression");
}

/** Whether the tree has a node of such a type outside of functions. */
export function contains(node: unknown, isWanted: (type: string) => boolean): boolean {
  if (typeof node !== "object" || node === null) return false;
  if (Array.isArray(node)) return node.some((one) => contains(one, isWanted));
  if ("type" in node && typeof node.type === "string") {
    if (isWanted(node.type)) return true;
    if (/^(?:ArrowFunctionExpression|FunctionExpression|FunctionDeclaration)$/.test(node.type)) return false;
  }
  return Object.values(node).some((one) => contains(one, isWanted));
}
