import { isVolatile, sizeOf, variablesOf } from "../expression/code.ts";
import { replaceReads } from "../graph/map-codes.ts";
import { type Edge, nodesFrom } from "../graph/graph.ts";
import { allEdges, readsInside } from "../graph/reads.ts";

/** Longer code is computed once, by a Pass, rather than written wherever it is read. */
const maxCopiedSize = 800;

/**
 * What the entry still assigns would need a Pass. When all of it only says what the execution was started with, it is read where it is used: that
 * stays the same while the execution runs.
 */
export function readInPlace(entry: Edge): void {
  if (entry.assigns.size === 0 || nodesFrom(entry).length === 0) return;
  const assigned = [...entry.assigns];
  const again = new Set(
    allEdges(entry)
      .filter((one) => one !== entry)
      .flatMap((one) => [...one.assigns.keys()]),
  );
  const isPlain = assigned.every(
    ([variable, { code, fallible }]) =>
      !fallible &&
      !isVolatile(code) &&
      !again.has(variable) &&
      [...variablesOf(code)].every((read) => read.startsWith("states.context.Execution.")) &&
      !code.some((part) => typeof part === "string" && part.includes("$states.")),
  );
  if (!isPlain) return;
  const reads = readsInside(entry);
  const size = assigned.reduce((sum, [variable, { code }]) => {
    const count = reads
      .flat()
      .filter((part) => typeof part !== "string" && part.variable === variable).length;
    return sum + count * sizeOf(code);
  }, 0);
  if (size > maxCopiedSize) return;
  entry.assigns.clear();
  replaceReads(entry, new Map(assigned.map(([variable, { code }]) => [variable, code])));
}
