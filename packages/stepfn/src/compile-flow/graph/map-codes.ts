import { type Code, substitute } from "../expression/code.ts";
import { allNodesFrom, type Edge, mapReads } from "./graph.ts";
import { allEdges } from "./reads.ts";

/** Replaces every code of a graph, those of the graphs inside of its states too. */
export function mapCodes(entry: Edge, change: (source: Code) => Code): void {
  for (const node of allNodesFrom(entry)) mapReads(node, change);
  for (const one of allEdges(entry)) {
    for (const [variable, assigned] of one.assigns)
      one.assigns.set(variable, { ...assigned, code: change(assigned.code) });
    if (one.end?.output !== undefined) one.end.output = change(one.end.output);
  }
}

/** Reads other code where it read these variables. */
export function replaceReads(entry: Edge, replacements: ReadonlyMap<string, Code>): void {
  mapCodes(entry, (source) => substitute(source, (variable) => replacements.get(variable)));
}
