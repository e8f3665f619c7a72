import type { CompiledFlow } from "@acme-engine/stepfn/compile-flow";

import type { Json } from "acme-engine";

/** What is kept of a compiled flow, so that a change is seen in review. */
export function toGolden({ definition, mainPath, sourceMap }: CompiledFlow): string {
  const golden = { states: Object.keys(sourceMap).length, transitions: mainPath.length, definition };
  return `${JSON.stringify(golden, null, 2)}\n`;
}

/** How many states of each type a definition has, in all of its machines. */
export function countTypes(definition: Json, counts: Map<string, number> = new Map()): Map<string, number> {
  if (typeof definition !== "object" || definition === null) return counts;
  if (
    !Array.isArray(definition) &&
    typeof definition["States"] === "object" &&
    definition["States"] !== null
  ) {
    for (const state of Object.values(definition["States"])) {
      const type =
        typeof state === "object" && state !== null && !Array.isArray(state) ? state["Type"] : undefined;
      if (typeof type === "string") counts.set(type, (counts.get(type) ?? 0) + 1);
    }
  }
  for (const value of Object.values(definition)) countTypes(value, counts);
  return counts;
}
