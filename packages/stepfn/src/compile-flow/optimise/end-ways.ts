import { type Code, code, isVolatile, joinCode, renderCode, sizeOf, substitute } from "../expression/code.ts";
import { keepFallible, readsWhatStays, throughEdge, volatileReads } from "../graph/builder.ts";
import { type Edge, edgesOf, innerEntries, nodesFrom } from "../graph/graph.ts";

/** Longer code is not made by putting expressions into each other. */
const maxSize = 2000;
/** A way into the graph puts nothing in twice, and is a state less. */
const maxEntrySize = 8000;
/** Longer code is not repeated in one expression. */
const maxRepeatedSize = 60;

/** A way to a state that only ends the graph ends it itself, where the state that it leaves can; in inner graphs too. */
export function endWays(entry: Edge): void {
  const nodes = nodesFrom(entry);
  for (const node of nodes) for (const inner of innerEntries(node)) endWays(inner);
  const ways = [entry, ...nodes.flatMap(edgesOf)];
  for (const one of ways) {
    const { target, from } = one;
    if (target?.kind !== "succeed") continue;
    const output = throughEdge(one, target.output);
    const limit = one.role === "entry" ? maxEntrySize : maxSize;
    if (sizeOf(output) > limit || (one.role !== "entry" && volatileReads(one, target.output) > 1)) continue;
    const fallible = target.fallible || [...one.assigns.values()].some((assigned) => assigned.fallible);
    // What fails on the way out of a state that catches would be caught.
    const isCaught = from !== undefined && "catchers" in from && from.catchers.length > 0;
    if (one.role === "success" && from !== undefined && !(fallible && isCaught)) {
      keepFallible(one);
      one.target = undefined;
      one.end = { output: renderCode(output) === "$states.result" ? undefined : output, fallible };
    } else if (one.role !== "catch" && ways.every((other) => other === one || other.target !== target)) {
      // The only way into it: it computes what the way would assign for it.
      if (one.role === "entry") {
        target.output = bindIn(one, target.output);
        one.assigns.clear();
      } else if (!readsWhatStays(one, output)) {
        target.output = output;
        keepFallible(one);
      }
      target.fallible = fallible;
    }
  }
}

/** The code behind what the way assigns: what may fail is computed in any case, what is long and stands more than once is computed once. */
function bindIn({ assigns }: Edge, source: Code): Code {
  const bound = [...assigns].filter(([variable, assigned]) => {
    const count = source.filter((part) => typeof part !== "string" && part.variable === variable).length;
    return (
      assigned.fallible ||
      (count > 1 && (sizeOf(assigned.code) > maxRepeatedSize || isVolatile(assigned.code)))
    );
  });
  // Nothing else is put into this code any more, so a variable's own name is free inside of it.
  const locals = new Map(bound.map(([variable]) => [variable, [`$${variable}`]]));
  const inside = substitute(source, (variable) => locals.get(variable) ?? assigns.get(variable)?.code);
  if (bound.length === 0) return inside;
  const steps = bound.map(([variable, assigned]) => code`$${variable} := ${assigned.code}; `);
  return code`(${joinCode(steps, "")}${inside})`;
}
