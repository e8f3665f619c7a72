import type { Program } from "oxc-parser";
import { changedRoots, findChanges } from "../ownership/find-changes.ts";
import { calledName } from "../ownership/find-shared.ts";
import { asNodes, resolveNames } from "../ownership/resolve-names.ts";
import {
  childrenOf,
  isFunction,
  isSyntaxNode,
  nameOf,
  type SyntaxNode,
  unwrap,
  walkSyntax,
} from "../source/syntax-node.ts";

/** Names of the module's top whose value is not what it was given: assigned, changed in part, or handed to a call when the module loads. */
export function changedNames(program: Program, constants: ReadonlySet<string>): ReadonlySet<string> {
  const changed = new Set<string>();
  if (!isSyntaxNode(program)) return changed;
  // Most modules change nothing that they declare; then nothing needs to be resolved.
  const suspects = [...changedRoots(program), ...handedOver(program)];
  if (!suspects.some((name) => constants.has(name))) return changed;
  const names = resolveNames(program);
  const isTop = (node: unknown): boolean => isSyntaxNode(node) && names.get(node)?.home === program;
  for (const { declaration } of findChanges(program, names))
    if (declaration.home === program) changed.add(declaration.name);
  walkSyntax(program, (node, above) => {
    if (node.type === "CallExpression" && isStatement(node, above))
      for (const one of asNodes(node["arguments"])) if (isTop(one)) changed.add(nameOf(one) ?? "");
  });
  return changed;
}

/** Arguments of the calls that stand at the top of the module. */
function handedOver(program: SyntaxNode): string[] {
  return asNodes(program["body"])
    .filter(({ type }) => !/Import|Class|Function|^TS/.test(type))
    .flatMap((statement): string[] => {
      const names: string[] = [];
      const visit = (node: SyntaxNode): void => {
        if (isFunction(node)) return;
        if (node.type === "CallExpression")
          names.push(...asNodes(node["arguments"]).flatMap((one) => nameOf(one) ?? []));
        for (const child of childrenOf(node)) visit(child);
      };
      visit(statement);
      return names;
    });
}

/** Run for what it does while the module loads. */
function isStatement(node: SyntaxNode, above: readonly SyntaxNode[]): boolean {
  return (
    above.at(-1)?.type === "ExpressionStatement" &&
    !above.some(isFunction) &&
    calledName(unwrap(node["callee"])) !== "Object.freeze"
  );
}
