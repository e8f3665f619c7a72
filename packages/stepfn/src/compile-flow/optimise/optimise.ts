import type { Edge } from "../graph/graph.ts";
import { removeDeadVariables } from "./dead-variables.ts";
import { choicesToValues } from "./choices-to-values.ts";
import { endWays } from "./end-ways.ts";
import { foldChoices } from "./fold-choices.ts";
import { foldPasses } from "./fold-passes.ts";
import { mergeCalls } from "./merge-calls.ts";
import { mergeEqual } from "./merge-equal.ts";
import { mergeReturns } from "./merge-returns.ts";
import { pushEntry } from "./push-entry.ts";
import { readInPlace } from "./read-in-place.ts";
import { threadChoices } from "./thread-choices.ts";

/** Passes over the graph, in order; each leaves a graph that means the same. */
const passes: readonly ((entry: Edge) => void)[] = [
  removeDeadVariables,
  foldPasses,
  threadChoices,
  removeDeadVariables,
  mergeEqual,
  mergeReturns,
  mergeCalls,
  choicesToValues,
  foldChoices,
  removeDeadVariables,
  mergeEqual,
  endWays,
  pushEntry,
  removeDeadVariables,
  readInPlace,
];

export function optimise(entry: Edge): void {
  for (const pass of passes) pass(entry);
}
