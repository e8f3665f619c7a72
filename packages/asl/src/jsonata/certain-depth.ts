import type { Node } from "./syntax.ts";

/**
 * How deep the evaluation of a node goes in any case, counted in nested nodes: branches that may not be taken are left out.
 * With it a limit on depth needs a look only where a function starts.
 */
export function certainDepth(node: Node): number {
  return 1 + deepest(certainChildren(node));
}

function deepest(nodes: readonly Node[]): number {
  let depth = 0;
  for (const node of nodes) depth = Math.max(depth, certainDepth(node));
  return depth;
}

function certainChildren(node: Node): readonly Node[] {
  switch (node.type) {
    case "binary":
      return node.operator === "and" || node.operator === "or" ? [node.lhs] : [node.lhs, node.rhs];
    case "negate":
      return [node.expression];
    case "array":
    case "block":
      return node.expressions;
    case "call":
    case "partial":
      return [node.procedure, ...node.arguments.filter((argument) => argument.type !== "operator")];
    case "condition":
      return [node.condition];
    case "bind":
      return [node.rhs];
    case "apply":
      return [node.lhs];
    case "path":
      return node.steps.slice(0, 1);
    default:
      return [];
  }
}
