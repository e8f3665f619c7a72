import type { GraphNode } from "../graph/graph.ts";

/** Step Functions' limit for the name of a state. */
const maxNameLength = 80;

/** Names from the source, made unique in the whole definition in the order in which they are asked for. */
export class StateNames {
  readonly #taken = new Set<string>();
  readonly #names = new Map<GraphNode, string>();

  of(node: GraphNode): string {
    const known = this.#names.get(node);
    if (known !== undefined) return known;
    const name = this.unique(node.name);
    this.#names.set(node, name);
    return name;
  }

  unique(wanted: string): string {
    const plain = wanted.replaceAll(/\p{C}/gu, " ").trim();
    const base = plain.length > maxNameLength - 5 ? `${plain.slice(0, maxNameLength - 6)}…` : plain;
    let name = base;
    for (let suffix = 2; this.#taken.has(name); suffix++) name = `${base} ${suffix}`;
    this.#taken.add(name);
    return name;
  }
}
