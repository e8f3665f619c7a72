import type { SyntaxNode } from "../source/syntax-node.ts";
import type { Change } from "./find-changes.ts";
import type { Declaration, ResolvedNames } from "./resolve-names.ts";

export interface OwnershipContext {
  declaration: Declaration;
  /** All changes of the declaration's parts. */
  changes: readonly Change[];
  names: ResolvedNames;
  parents: ReadonlyMap<SyntaxNode, SyntaxNode>;
  /** Whether this, called, gets and gives copies. */
  isCopying(callee: SyntaxNode): boolean;
}

/** What is put into a name: `depth` levels of it have to be its own. */
export interface Source {
  node: SyntaxNode;
  depth: number;
  change: Change;
}

/** Whether what is at the first path holds what is at the other; a computed step may be any. */
export function isPrefix(path: readonly string[], of: readonly string[]): boolean {
  return (
    path.length <= of.length &&
    path.every((step, index) => step === of[index] || step === "[]" || of[index] === "[]")
  );
}
