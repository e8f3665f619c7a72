/**
 * What is left of an execution that has not succeeded, and how RedriveExecution takes it up: every branch that had not
 * ended goes on from the state that it was in, with the same input; what had succeeded is kept. Source: Developer Guide, Redriving
 * executions, "Redrive behavior of individual states".
 * A map run that the host runs is taken up by the host.
 */
import type { Branch } from "./branch.ts";
import type { Run } from "./run.ts";
import {
  restoreBranch,
  type StoredBranch,
  storeBranch,
  type StoredProgress,
  storeProgress,
} from "./snapshot.ts";
import type { Visit } from "./visit.ts";

/** Of a Parallel or Map whose branches have been cut off: how far it was, and where they were. */
export interface Broken {
  progress: StoredProgress;
  branches: StoredBranch[];
}

/** Remembers a branch that ends early, until its Parallel or Map is retried, left, or ends the execution with it. */
export function keepRemains(parent: Visit, branch: Branch): void {
  if (parent.progress === undefined) return;
  parent.broken ??= { progress: storeProgress(parent.progress), branches: [] };
  parent.broken.branches.push(...toRemains(branch));
}

/** All branches that have not ended, while they are still there. */
export function collectRemains(run: Run): StoredBranch[] {
  return [...run.branches.values()].flatMap(toRemains);
}

function toRemains(branch: Branch): StoredBranch[] {
  const stored = storeBranch(branch);
  const broken = branch.visit?.broken;
  if (broken === undefined || stored.visit === undefined) return [stored];
  return [{ ...stored, visit: { ...stored.visit, progress: broken.progress } }, ...broken.branches];
}

/** Puts the branches back; retries begin anew. `chain`: the event that each of them goes on from. */
export function takeUpRemains(run: Run, remains: readonly StoredBranch[], chain: number): void {
  const branches = [...remains].sort((one, other) => one.id - other.id);
  for (const stored of branches) restoreBranch(run, toRedriven(stored, remains, chain));
  for (const branch of run.branches.values()) {
    const { visit } = branch;
    if (visit === undefined || visit.progress !== undefined) continue;
    if (visit.mapRun !== undefined) run.redriveMapRun(visit);
    else if (startsVisibly.has(visit.state.type)) run.restart(visit);
    else run.reenter(visit);
  }
}

/** History tells of their start apart from entering them. */
const startsVisibly: ReadonlySet<string> = new Set(["Task", "Parallel", "Map"]);

/** A Parallel or Map with branches to take up keeps what the others gave; any other state starts again. */
function toRedriven(stored: StoredBranch, remains: readonly StoredBranch[], chain: number): StoredBranch {
  const { visit, ...branch } = stored;
  if (visit === undefined) return { ...branch, chain };
  const { progress, retries: _, ...entry } = visit;
  const running = remains.filter(({ parentId }) => parentId === stored.id).length;
  const goesOn = running > 0 && (progress?.kind === "parallel" || progress?.kind === "map");
  if (progress?.kind === "hostedMapRun") {
    return { ...branch, chain, visit: { ...entry, mapRun: progress.request } };
  }
  return { ...branch, chain, visit: goesOn ? { ...entry, progress: { ...progress, running } } : entry };
}
