import type { Code } from "../expression/code.ts";
import { allNodesFrom, type Edge, edgesOf, innerEntries, readsOf } from "./graph.ts";

/** Every code of a graph. */
export function readsInside(entry: Edge): Code[] {
  return [
    ...allNodesFrom(entry).flatMap(readsOf),
    ...allEdges(entry).flatMap(({ assigns, end }) => [
      ...[...assigns.values()].map(({ code }) => code),
      ...(end?.output === undefined ? [] : [end.output]),
    ]),
  ];
}

/** Every way of a graph and of the graphs inside of its states. */
export function allEdges(entry: Edge): Edge[] {
  const nodes = allNodesFrom(entry);
  return [entry, ...nodes.flatMap((node) => [...edgesOf(node), ...innerEntries(node)])];
}
