import type { Program } from "oxc-parser";
import { findChanges } from "../ownership/find-changes.ts";
import { calledName } from "../ownership/find-shared.ts";
import { asNodes, resolveNames } from "../ownership/resolve-names.ts";
import {
  isFunction,
  isSyntaxNode,
  nameOf,
  type SyntaxNode,
  unwrap,
  walkSyntax,
} from "../source/syntax-node.ts";

/** Names of the module's top whose value is not what it was given: assigned, changed in part, or handed to a call when the module loads. */
export function changedNames(program: Program): ReadonlySet<string> {
  const changed = new Set<string>();
  if (!isSyntaxNode(program)) return changed;
  const names = resolveNames(program);
  const isTop = (node: unknown): boolean => isSyntaxNode(node) && names.get(node)?.home === program;
  for (const { declaration } of findChanges(program, names))
    if (declaration.home === program) changed.add(declaration.name);
  walkSyntax(program, (node, above) => {
    const assigned =
      node.type === "AssignmentExpression"
        ? node["left"]
        : node.type === "UpdateExpression"
          ? node["argument"]
          : undefined;
    const target = unwrap(assigned);
    if (target !== undefined && isTop(target)) changed.add(nameOf(target) ?? "");
    if (node.type === "CallExpression" && isStatement(node, above))
      for (const one of asNodes(node["arguments"])) if (isTop(one)) changed.add(nameOf(one) ?? "");
  });
  return changed;
}

/** Run for what it does while the module loads. */
function isStatement(node: SyntaxNode, above: readonly SyntaxNode[]): boolean {
  return (
    above.at(-1)?.type === "ExpressionStatement" &&
    !above.some(isFunction) &&
    calledName(unwrap(node["callee"])) !== "Object.freeze"
  );
}
