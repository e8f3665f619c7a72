import { allNodesFrom, type Edge, edgesOf, innerEntries } from "./graph.ts";

/** Names for variables that a pass adds; none is taken anywhere in the definition. */
export function freeNames(entry: Edge): (wanted: string) => string {
  const edges = [entry, ...allNodesFrom(entry).flatMap((node) => [...edgesOf(node), ...innerEntries(node)])];
  const taken = new Set(edges.flatMap(({ assigns }) => [...assigns.keys()]));
  return (wanted) => {
    let name = wanted;
    for (let suffix = 2; taken.has(name); suffix++) name = `${wanted}_${suffix}`;
    taken.add(name);
    return name;
  };
}
