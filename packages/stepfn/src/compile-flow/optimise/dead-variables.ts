import { variablesOf } from "../expression/code.ts";
import { type Edge, edgesOf, type GraphNode, innerEntries, nodesFrom, readsOf } from "../graph/graph.ts";
import { readsInside } from "../graph/reads.ts";

/**
 * Takes out assignments that nothing reads before the next assignment to the same variable; in inner graphs too. What could fail stays.
 *
 * Backwards over the graph until nothing changes: live before a state is what it reads, and what is live on its ways out.
 */
export function removeDeadVariables(entry: Edge): void {
  const nodes = nodesFrom(entry);
  const live = liveVariables(entry);
  for (const one of [entry, ...nodes.flatMap(edgesOf)]) {
    const after = liveBehind(one, live);
    for (const [variable, { fallible }] of one.assigns)
      if (!after.has(variable) && !fallible) one.assigns.delete(variable);
  }
  for (const node of nodes) for (const inner of innerEntries(node)) removeDeadVariables(inner);
}

/** The variables that are read behind the beginning of each state, before they are assigned. */
export function liveVariables(entry: Edge): ReadonlyMap<GraphNode, ReadonlySet<string>> {
  const nodes = nodesFrom(entry);
  const live = new Map<GraphNode, Set<string>>();
  for (let changed = true; changed;) {
    changed = false;
    for (const node of nodes.toReversed()) {
      const before = live.get(node) ?? new Set();
      const now = new Set([...ownReads(node), ...edgesOf(node).flatMap((one) => [...liveOn(one, live)])]);
      if (now.size === before.size) continue;
      live.set(node, now);
      changed = true;
    }
  }
  return live;
}

type Live = ReadonlyMap<GraphNode, ReadonlySet<string>>;

/** Live where the way ends. */
function liveBehind({ target }: Edge, live: Live): ReadonlySet<string> {
  return (target === undefined ? undefined : live.get(target)) ?? new Set();
}

/** Live where the way begins. */
function liveOn(one: Edge, live: Live): Set<string> {
  const after = liveBehind(one, live);
  const result = new Set([...after].filter((variable) => !one.assigns.has(variable)));
  const codes = one.end?.output === undefined ? [] : [one.end.output];
  for (const [variable, { code, fallible }] of one.assigns)
    if (fallible || after.has(variable)) codes.push(code);
  for (const code of codes) for (const variable of variablesOf(code)) result.add(variable);
  return result;
}

/** What a state reads, with all that is read inside of it. */
function ownReads(node: GraphNode): Set<string> {
  const codes = [...readsOf(node), ...innerEntries(node).flatMap(readsInside)];
  return new Set(codes.flatMap((code) => [...variablesOf(code)]));
}
