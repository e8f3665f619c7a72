import type { Diagnostics } from "../source/diagnostic.ts";
import { isSyntaxNode, type SyntaxNode } from "../source/syntax-node.ts";
import { type Alias, findOwnership, type OwnershipOptions } from "./ownership.ts";

/** What is known of the names in the functions that a flow is made of: each function is looked at when it is first put in. */
export class OwnedNames {
  readonly #changed = new Set<object>();
  readonly #aliases = new Map<object, Alias>();
  readonly #roots: SyntaxNode[] = [];
  readonly #diagnostics: Diagnostics;
  readonly #isCopying: OwnershipOptions["isCopying"];

  constructor(diagnostics: Diagnostics, isCopying: OwnershipOptions["isCopying"]) {
    this.#diagnostics = diagnostics;
    this.#isCopying = isCopying;
  }

  /** Functions inside of one that was looked at are known with it. */
  enter(root: object, { ownsParameters }: { ownsParameters: boolean }): void {
    if (!isSyntaxNode(root)) return;
    if (this.#roots.some(({ start, end }) => root.start >= start && root.end <= end)) return;
    this.#roots.push(root);
    const found = findOwnership(root, { ownsParameters, isCopying: this.#isCopying });
    for (const node of found.changed) this.#changed.add(node);
    for (const [node, alias] of found.aliases) this.#aliases.set(node, alias);
    for (const { span, message, note, help } of found.conflicts)
      this.#diagnostics.report("ACME1108", span, message, { notes: [note], help });
  }

  /** Whether parts of what this name stands for are changed; `node` is where it is declared. */
  isChanged(node: object): boolean {
    return this.#changed.has(node);
  }

  aliasAt(node: object): Alias | undefined {
    return this.#aliases.get(node);
  }
}
