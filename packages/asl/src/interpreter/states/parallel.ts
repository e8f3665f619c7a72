import type { ParallelState } from "../../definition/parallel-state.ts";
import type { QueryLanguage } from "../../definition/query-language.ts";
import { Payload } from "../../json/payload.ts";
import { compileDataFlow } from "../../query/compile-data-flow.ts";
import { joinOutputs } from "../branch-outputs.ts";
import { compileCatchers } from "../catch.ts";
import { compileRetriers } from "../retry.ts";
import { type Flow, plainState, type State } from "../state.ts";
import type { Visit } from "../visit.ts";

/** A Parallel whose branches are under way. */
export interface ParallelProgress {
  kind: "parallel";
  /** By branch, where they have ended. */
  outputs: (Payload | undefined)[];
  running: number;
}

export function compileParallel(
  name: string,
  definition: ParallelState,
  language: QueryLanguage,
  flows: readonly Flow[],
): State {
  const flow = compileDataFlow(definition, language);
  return {
    ...plainState,
    name,
    type: "Parallel",
    next: definition.Next,
    canAbort: true,
    failedEvent: "ParallelStateFailed",
    countsRetries: true,
    flows,
    retriers: compileRetriers(definition.Retry),
    catchers: compileCatchers(definition.Catch, language),

    start(visit) {
      const { run, branch, input } = visit;
      const value = flow.workInput(visit.evaluation());
      const branchInput = value === input.value ? input : new Payload(value);
      run.history.write(branch, "ParallelStateStarted");
      visit.progress = { kind: "parallel", outputs: flows.map(() => undefined), running: flows.length };
      for (const [index, inner] of flows.entries()) {
        run.startBranch(inner, branchInput, { parent: visit, index, chain: branch.chain });
      }
    },

    branchSucceeded(visit, child, output) {
      const { run, branch } = visit;
      const progress = progressOf(visit);
      progress.outputs[child.index] = output;
      progress.running -= 1;
      if (progress.running > 0) return;
      branch.chain = child.chain;
      run.history.note(branch, "ParallelStateSucceeded");
      visit.progress = undefined;
      const result = joinOutputs(progress.outputs);
      const outcome = flow.withResult(visit.evaluation(), result.value);
      run.exit(visit, outcome, definition.Next, outcome.output === result.value ? result.text : undefined);
    },

    branchFailed(visit, child, failure) {
      const { run, branch } = visit;
      this.abortBranches?.(visit);
      branch.chain = child.chain;
      visit.progress = undefined;
      run.fail(visit, failure);
    },

    abortBranches(visit) {
      for (const child of visit.run.childrenOf(visit)) visit.run.abortBranch(child);
    },
  };
}

function progressOf({ progress, state }: Visit): ParallelProgress {
  if (progress?.kind === "parallel") return progress;
  throw new Error(`The state "${state.name}" runs no branches.`);
}
