import type { MapState } from "../../definition/map-state.ts";
import type { QueryLanguage } from "../../definition/query-language.ts";
import type { Json } from "../../json/json.ts";
import { Payload } from "../../json/payload.ts";
import { compileDataFlow } from "../../query/compile-data-flow.ts";
import { joinOutputs } from "../branch-outputs.ts";
import type { Branch } from "../branch.ts";
import { compileCatchers } from "../catch.ts";
import { compileItemSelector, compileItems } from "../map-items.ts";
import { compileNumber } from "../number-field.ts";
import { compileRetriers } from "../retry.ts";
import { type Flow, plainState, type State } from "../state.ts";
import type { Visit } from "../visit.ts";

/** A Map whose iterations are under way. */
export interface MapProgress {
  kind: "map";
  items: Json[];
  /** What ItemSelector's `$` is. */
  input: Json;
  /** Iterations at a time. */
  concurrency: number;
  /** The first item that has not been started. */
  nextIndex: number;
  /** By item, where the iteration has ended. */
  outputs: (Payload | undefined)[];
  running: number;
}

/** Iterations of an inline Map that run at a time at most. Source: Developer Guide, Map state concurrency. */
const inlineConcurrency = 40;

export function compileMap(name: string, definition: MapState, language: QueryLanguage, flow: Flow): State {
  const { ItemSelector, Parameters, ...fields } = definition;
  const dataFlow = compileDataFlow(fields, language);
  const readItems = compileItems(definition, language);
  const selectItem = compileItemSelector(ItemSelector ?? Parameters, language);
  const readConcurrency = compileNumber("MaxConcurrency", definition, language, { least: 0, most: Infinity });

  function startIteration(visit: Visit, progress: MapProgress, chain: number): void {
    const index = progress.nextIndex;
    const item = progress.items[index] ?? null;
    progress.nextIndex += 1;
    progress.running += 1;
    const id = visit.run.history.writeAt(chain, "MapIterationStarted", "mapIterationStartedEventDetails", {
      name,
      index,
    });
    const input = selectItem(visit.evaluation(), progress.input, item, index);
    visit.run.startBranch(flow, new Payload(input), { parent: visit, index, chain: id });
  }

  function noteIteration(visit: Visit, child: Branch, what: "Succeeded" | "Failed" | "Aborted"): number {
    return visit.run.history.note(child, `MapIteration${what}`, `mapIteration${what}EventDetails`, {
      name,
      index: child.index,
    });
  }

  function succeed(visit: Visit, progress: MapProgress): void {
    visit.run.history.note(visit.branch, "MapStateSucceeded");
    visit.progress = undefined;
    const result = joinOutputs(progress.outputs);
    const outcome = dataFlow.withResult(visit.evaluation(), result.value);
    visit.run.exit(
      visit,
      outcome,
      definition.Next,
      outcome.output === result.value ? result.text : undefined,
    );
  }

  return {
    ...plainState,
    name,
    type: "Map",
    next: definition.Next,
    canAbort: true,
    failedEvent: "MapStateFailed",
    countsRetries: true,
    flows: [flow],
    retriers: compileRetriers(definition.Retry),
    catchers: compileCatchers(definition.Catch, language),

    start(visit) {
      const { run, branch } = visit;
      const evaluation = visit.evaluation();
      const input = dataFlow.workInput(evaluation);
      const items = readItems(evaluation, input);
      const limit = readConcurrency(evaluation) ?? 0;
      run.history.write(branch, "MapStateStarted", "mapStateStartedEventDetails", { length: items.length });
      const progress: MapProgress = {
        kind: "map",
        items,
        input,
        concurrency: limit === 0 ? inlineConcurrency : Math.min(limit, inlineConcurrency),
        nextIndex: 0,
        outputs: Array.from({ length: items.length }, () => undefined),
        running: 0,
      };
      visit.progress = progress;
      if (items.length === 0) return succeed(visit, progress);
      while (progress.running < progress.concurrency && progress.nextIndex < items.length) {
        startIteration(visit, progress, branch.chain);
      }
    },

    branchSucceeded(visit, child, output) {
      const progress = progressOf(visit);
      progress.outputs[child.index] = output;
      progress.running -= 1;
      const noted = noteIteration(visit, child, "Succeeded");
      if (progress.nextIndex < progress.items.length) startIteration(visit, progress, child.chain);
      else if (progress.running === 0) {
        visit.branch.chain = noted;
        succeed(visit, progress);
      }
    },

    branchFailed(visit, child, failure) {
      const { run, branch } = visit;
      noteIteration(visit, child, "Failed");
      this.abortBranches?.(visit);
      branch.chain = child.chain;
      visit.progress = undefined;
      run.fail(visit, failure);
    },

    abortBranches(visit) {
      for (const child of visit.run.childrenOf(visit)) {
        visit.run.abortBranch(child);
        noteIteration(visit, child, "Aborted");
      }
    },
  };
}

function progressOf({ progress, state }: Visit): MapProgress {
  if (progress?.kind === "map") return progress;
  throw new Error(`The state "${state.name}" runs no iterations.`);
}
