import { variablesOf } from "../expression/code.ts";
import { allNodesFrom, type Edge, edgesOf, innerEntries, readsOf } from "../graph/graph.ts";

/** Takes out assignments to variables that nothing reads. What could fail stays. */
export function removeDeadVariables(entry: Edge): void {
  const edges = allEdges(entry);
  const live = new Set<string>();
  const reads = allNodesFrom(entry).flatMap(readsOf);
  for (const { end, assigns } of edges) {
    if (end?.output !== undefined) reads.push(end.output);
    for (const { code, fallible } of assigns.values()) if (fallible) reads.push(code);
  }
  for (const read of reads) for (const variable of variablesOf(read)) live.add(variable);
  for (let size = -1; size !== live.size;) {
    size = live.size;
    for (const { assigns } of edges) {
      for (const [variable, { code }] of assigns) {
        if (live.has(variable)) for (const read of variablesOf(code)) live.add(read);
      }
    }
  }
  for (const { assigns } of edges) {
    for (const [variable, { fallible }] of assigns)
      if (!live.has(variable) && !fallible) assigns.delete(variable);
  }
}

/** Every way of a graph and of the graphs inside of its states. */
export function allEdges(entry: Edge): Edge[] {
  const nodes = allNodesFrom(entry);
  return [entry, ...nodes.flatMap((node) => [...edgesOf(node), ...innerEntries(node)])];
}
