import { childrenOf, isFunction, isSyntaxNode, type SyntaxNode } from "../source/syntax-node.ts";

/** The expressions that a function returns. */
export function resultsOf(fn: SyntaxNode): SyntaxNode[] {
  const { body } = fn;
  if (!isSyntaxNode(body)) return [];
  if (body.type !== "BlockStatement") return [body];
  const visit = (node: SyntaxNode): SyntaxNode[] => {
    if (isFunction(node)) return [];
    if (node.type === "ReturnStatement") return isSyntaxNode(node["argument"]) ? [node["argument"]] : [];
    return childrenOf(node).flatMap(visit);
  };
  return visit(body);
}
