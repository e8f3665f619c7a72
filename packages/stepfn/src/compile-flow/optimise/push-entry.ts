import { isVolatile, sizeOf, substitute, variablesOf } from "../expression/code.ts";
import { throughEdge } from "../graph/builder.ts";
import { type Edge, edgesOf, innerEntries, mapReads, nodesFrom, readsOf } from "../graph/graph.ts";
import { readsInside } from "../graph/reads.ts";

/** Longer assignments are made by a Pass rather than copied to all ways out of the first state. */
const maxCopiedSize = 800;

/**
 * Nothing before the first state can carry assignments: it reads the values themselves, and assigns them on its ways out. In inner graphs too.
 */
export function pushEntry(entry: Edge): void {
  for (const node of nodesFrom(entry)) for (const inner of innerEntries(node)) pushEntry(inner);
  const first = entry.target;
  if (first === undefined || entry.assigns.size === 0) return;
  const edges = nodesFrom(entry).flatMap(edgesOf);
  if (edges.some((one) => one.target === first)) return;
  if ([...entry.assigns.values()].some(({ fallible }) => fallible)) return;
  // It would be computed later, and with each reader again.
  if ([...entry.assigns.values()].some(({ code }) => isVolatile(code))) return;
  const size = [...entry.assigns.values()].reduce((sum, { code }) => sum + sizeOf(code), 0);
  const out = edgesOf(first);
  if (size * (out.length + readsOf(first).length) > maxCopiedSize) return;
  // What stands inside of the state reads variables, which would not be assigned yet.
  const readInside = innerEntries(first).flatMap(readsInside);
  if (readInside.some((code) => [...variablesOf(code)].some((variable) => entry.assigns.has(variable))))
    return;

  mapReads(first, (source) => throughEdge(entry, source));
  for (const one of out) {
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
