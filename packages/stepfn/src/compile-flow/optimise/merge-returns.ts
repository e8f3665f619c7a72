import { throughEdge, volatileReads } from "../graph/builder.ts";
import { freeNames } from "../graph/free-names.ts";
import {
  type Edge,
  edgesOf,
  type GraphNode,
  innerEntries,
  nodesFrom,
  type SucceedNode,
} from "../graph/graph.ts";

/** Several states that end a graph are one, and a variable says what it gives; in inner graphs too. */
export function mergeReturns(entry: Edge): void {
  const allocate = freeNames(entry);
  mergeIn(entry, () => allocate("returned"));
}

function mergeIn(entry: Edge, allocate: () => string): void {
  const nodes = nodesFrom(entry);
  for (const node of nodes) for (const inner of innerEntries(node)) mergeIn(inner, allocate);
  const edges = [entry, ...nodes.flatMap(edgesOf)];
  const ways = edges.filter((one) => isSucceed(one.target));
  const movable = nodes
    .filter(isSucceed)
    .filter((node) =>
      ways.every(
        (one) => one.target !== node || (canCarry(one, node) && volatileReads(one, node.output) <= 1),
      ),
    );
  const [first, ...others] = movable;
  if (first === undefined || others.length === 0) return;
  const variable = allocate();
  for (const one of ways) {
    const { target } = one;
    if (!isSucceed(target) || !movable.includes(target)) continue;
    const code = throughEdge(one, target.output);
    one.assigns.set(variable, { code, fallible: target.fallible });
    one.target = first;
  }
  first.output = [{ variable }];
  first.fallible = false;
  first.why = "gives what the ways into it say";
}

/** What fails in a Succeed ends the execution; on the way out of a state that catches it would be caught. */
function canCarry({ role }: Edge, { fallible }: SucceedNode): boolean {
  return role === "arm" || (!fallible && role !== "entry");
}

function isSucceed(node: GraphNode | undefined): node is SucceedNode {
  return node?.kind === "succeed";
}
