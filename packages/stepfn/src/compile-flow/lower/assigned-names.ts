import type { Statement } from "oxc-parser";
import type { FunctionLike } from "../expression/scope.ts";
import { changingMethod } from "../ownership/find-changes.ts";
import { isSyntaxNode, nameOf, type SyntaxNode, unwrap, walkSyntax } from "../source/syntax-node.ts";

/** Names whose values, or parts of them, a function or a statement assigns anywhere inside; its own names too. */
export function assignedNames(fn: FunctionLike | Statement): ReadonlySet<string> {
  const names = new Set<string>();
  // A syntax node of a known kind is one of any kind.
  walkSyntax(fn as unknown as SyntaxNode, (node) => {
    for (const target of targetsOf(node)) for (const name of rootNames(target)) names.add(name);
  });
  return names;
}

function targetsOf(node: SyntaxNode): unknown[] {
  switch (node.type) {
    case "AssignmentExpression":
      return [node["left"]];
    case "UpdateExpression":
      return [node["argument"]];
    case "UnaryExpression":
      return node["operator"] === "delete" ? [node["argument"]] : [];
    default:
      return [changingMethod(node)?.object];
  }
}

/** `order` for `order.lines[0].count`; every name of a pattern. */
export function rootNames(target: unknown): string[] {
  const node = unwrap(target);
  if (node === undefined) return [];
  const name = nameOf(node);
  if (name !== undefined) return [name];
  if (node.type === "MemberExpression") return rootNames(node["object"]);
  if (node.type === "ObjectPattern")
    return listOf(node["properties"]).flatMap((one) => rootNames(one["value"] ?? one["argument"]));
  if (node.type === "ArrayPattern")
    return listOf(node["elements"]).flatMap((one) => rootNames(one["argument"] ?? one));
  return node.type === "AssignmentPattern" ? rootNames(node["left"]) : [];
}

function listOf(nodes: unknown): SyntaxNode[] {
  return Array.isArray(nodes) ? nodes.filter(isSyntaxNode) : [];
}
