import { substitute } from "../expression/code.ts";
import { throughEdge } from "../graph/builder.ts";
import { type Edge, edgesOf, innerEntries, mapReads, nodesFrom } from "../graph/graph.ts";
import { allEdges } from "../graph/reads.ts";
import { canPush, carryInside } from "./carry-inside.ts";

/**
 * Nothing before the first state can carry assignments: it reads the values themselves, and assigns them on its ways out. In inner graphs too.
 */
export function pushEntry(entry: Edge): void {
  const taken = new Set(allEdges(entry).flatMap(({ assigns }) => [...assigns.keys()]));
  push(entry, (variable) => {
    let name = variable;
    for (let suffix = 2; taken.has(name); suffix++) name = `${variable}_${suffix}`;
    taken.add(name);
    return name;
  });
}

function push(entry: Edge, fresh: (variable: string) => string): void {
  pushIntoFirst(entry, fresh);
  for (const node of nodesFrom(entry)) for (const inner of innerEntries(node)) push(inner, fresh);
}

function pushIntoFirst(entry: Edge, fresh: (variable: string) => string): void {
  const first = entry.target;
  if (first === undefined || entry.assigns.size === 0 || !canPush(entry, entry.assigns)) return;
  carryInside(entry, first, fresh);
  mapReads(first, (source) => throughEdge(entry, source));
  for (const one of edgesOf(first)) {
    const before = (variable: string): ReturnType<typeof substitute> | undefined =>
      entry.assigns.get(variable)?.code;
    for (const [variable, assigned] of one.assigns)
      one.assigns.set(variable, { ...assigned, code: substitute(assigned.code, before) });
    if (one.end?.output !== undefined) one.end.output = substitute(one.end.output, before);
    if (one.end !== undefined) continue;
    for (const [variable, assigned] of entry.assigns)
      if (!one.assigns.has(variable)) one.assigns.set(variable, assigned);
  }
  entry.assigns.clear();
}
