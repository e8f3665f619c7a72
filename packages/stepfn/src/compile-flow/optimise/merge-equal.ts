import { type Code, renderCode } from "../expression/code.ts";
import { type Edge, edgesOf, type GraphNode, innerEntries, nodesFrom, readsOf } from "../graph/graph.ts";
import { fillTemplate } from "../graph/template.ts";

/** States that do the same and go on the same are one; in inner graphs too. Backwards: what leads to equal states may be equal then. */
export function mergeEqual(entry: Edge): void {
  for (const node of nodesFrom(entry)) for (const inner of innerEntries(node)) mergeEqual(inner);
  for (let changed = true; changed;) {
    changed = false;
    const nodes = nodesFrom(entry);
    const ids = numberStates(nodes);
    const kept = new Map<string, GraphNode>();
    const replaced = new Map<GraphNode, GraphNode>();
    for (const node of nodes) {
      const key = keyOfState(node, ids);
      if (key === undefined) continue;
      const same = kept.get(key);
      if (same === undefined) kept.set(key, node);
      else replaced.set(node, same);
    }
    for (const one of [entry, ...nodes.flatMap(edgesOf)]) {
      const same = one.target === undefined ? undefined : replaced.get(one.target);
      if (same === undefined) continue;
      one.target = same;
      changed = true;
    }
  }
}

export function numberStates(nodes: readonly GraphNode[]): ReadonlyMap<GraphNode, number> {
  return new Map(nodes.map((node, index) => [node, index]));
}

/** What a state does, as text; undefined for states with graphs inside, which have variables of their own. */
export function keyOfState(node: GraphNode, ids: ReadonlyMap<GraphNode, number>): string | undefined {
  if (innerEntries(node).length > 0) return undefined;
  const target = (one: Edge): number | undefined =>
    // A loop of one state is equal to another one.
    one.target === undefined ? undefined : one.target === node ? -1 : ids.get(one.target);
  const ways = edgesOf(node).map((one) => [
    [...one.assigns].map(([variable, { code }]) => `${variable} ${render(code)}`).toSorted(),
    target(one),
    one.end === undefined ? null : [one.end.output === undefined ? null : render(one.end.output)],
  ]);
  return JSON.stringify([node.kind, readsOf(node).map(render), ownOf(node), ways]);
}

/** What else makes a state what it is, beside what it reads. */
function ownOf(node: GraphNode): unknown {
  switch (node.kind) {
    case "task": {
      const times = [node.timeoutSeconds === undefined, node.heartbeatSeconds === undefined];
      return [node.work, node.retriers, times, node.catchers.map(({ errors }) => errors)];
    }
    case "raw":
      return [fillTemplate(node.fields, render), node.catchers.map(({ errors }) => errors)];
    case "wait":
      return node.until;
    default:
      return null;
  }
}

/** Names inside of one expression differ where the source computes the same twice. */
function render(source: Code): string {
  const locals = new Map<string, string>();
  return renderCode(source).replaceAll(/\$v\d+\b/g, (name) => {
    const known = locals.get(name) ?? `$v#${locals.size}`;
    locals.set(name, known);
    return known;
  });
}
