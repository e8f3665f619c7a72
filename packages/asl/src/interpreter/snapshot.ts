import type { Effect, ExecutionContext, ExecutionStatus, TimerPurpose } from "../execution.ts";
import type { Json } from "../json/json.ts";
import { isObject, type JsonObject } from "../json/object.ts";
import { Payload } from "../json/payload.ts";
import type { MapRunRequest } from "../map-run-request.ts";
import type { Branch } from "./branch.ts";
import type { StoredChild } from "./child-runs.ts";
import type { Run } from "./run.ts";
import { Scope } from "./scope.ts";
import type { Flow } from "./state.ts";
import { type TaskResource, parseTaskResource } from "./task-resource.ts";
import { type Progress, Visit } from "./visit.ts";

/** Of the snapshot's shape. A newer one is refused. */
const version = 1;

/** An execution between two calls, as plain JSON. Payloads are their text, states their names, branches their ids. */
export interface RunSnapshot {
  version: number;
  context: ExecutionContext;
  input: string;
  status: ExecutionStatus;
  output?: string;
  error?: string;
  cause?: string;
  lastEventId: number;
  nextBranchId: number;
  nextTimerId: number;
  nextTaskId: number;
  nextChildId: number;
  timeoutTimerId?: string;
  timers: { timerId: string; at: number; purpose: TimerPurpose }[];
  effects: Effect[];
  branches: StoredBranch[];
  children: StoredChild[];
  /** Of an execution that has not succeeded: see remains.ts. */
  remains?: StoredBranch[];
}

export interface StoredBranch {
  id: number;
  /** The branch whose visit waits for this one. */
  parentId?: number;
  /** Which of the parent state's flows it runs. */
  flowIndex: number;
  index: number;
  chain: number;
  variables: JsonObject;
  next?: { state: string; input: string };
  visit?: StoredVisit;
}

interface StoredVisit {
  state: string;
  input: string;
  enteredEventId: number;
  entryChain: number;
  enteredAt: number;
  retries?: number[];
  progress?: StoredProgress;
  /** Where the progress does not say it. */
  mapRun?: MapRunRequest;
}

/** Progress with payloads as text; `null` where there is none yet. */
export type StoredProgress = {
  [Key in Progress["kind"]]: StoredKind<Extract<Progress, { kind: Key }>>;
}[Progress["kind"]];
type StoredKind<Kind> = Kind extends { outputs: unknown }
  ? Omit<Kind, "outputs"> & { outputs: (string | null)[] }
  : Kind;

export function takeSnapshot(run: Run): Json {
  const snapshot: RunSnapshot = {
    version,
    context: run.context,
    input: run.input.text,
    status: run.status,
    ...(run.output === undefined ? undefined : { output: run.output }),
    ...(run.error === undefined ? undefined : { error: run.error }),
    ...(run.cause === undefined ? undefined : { cause: run.cause }),
    lastEventId: run.history.lastId,
    nextBranchId: run.nextBranchId,
    nextTimerId: run.schedule.nextId,
    nextTaskId: run.tasks.nextId,
    nextChildId: run.nextChildId,
    ...(run.timeoutTimerId === undefined ? undefined : { timeoutTimerId: run.timeoutTimerId }),
    timers: run.schedule.pending(),
    effects: run.effects,
    branches: [...run.branches.values()].map(storeBranch),
    children: run.storedChildren(),
    ...(run.remains === undefined ? undefined : { remains: run.remains }),
  };
  // Through text: nothing of the snapshot is shared with the execution, and what is undefined is gone.
  return JSON.parse(JSON.stringify(snapshot));
}

export function storeBranch(branch: Branch): StoredBranch {
  const { parent, visit, next } = branch;
  return {
    id: branch.id,
    ...(parent === undefined ? undefined : { parentId: parent.branch.id }),
    flowIndex: parent === undefined ? 0 : parent.state.flows.indexOf(branch.flow),
    index: branch.index,
    chain: branch.chain,
    variables: branch.scope.own,
    ...(next === undefined ? undefined : { next: { state: next.state.name, input: next.input.text } }),
    ...(visit === undefined ? undefined : { visit: storeVisit(visit) }),
  };
}

function storeVisit(visit: Visit): StoredVisit {
  const { progress } = visit;
  return {
    state: visit.state.name,
    input: visit.input.text,
    enteredEventId: visit.enteredEventId,
    entryChain: visit.entryChain,
    enteredAt: visit.enteredAt,
    ...(visit.retries === undefined ? undefined : { retries: visit.retries }),
    ...(progress === undefined ? undefined : { progress: storeProgress(progress) }),
    ...(visit.mapRun === undefined || progress?.kind === "hostedMapRun"
      ? undefined
      : { mapRun: visit.mapRun }),
  };
}

export function storeProgress(progress: Progress): StoredProgress {
  if (!("outputs" in progress)) return progress;
  return { ...progress, outputs: progress.outputs.map((output) => output?.text ?? null) };
}

function restoreProgress(stored: StoredProgress): Progress {
  if (!("outputs" in stored)) return stored;
  return {
    ...stored,
    outputs: stored.outputs.map((text) => (text === null ? undefined : Payload.parse(text))),
  };
}

/** Throws when the value is no snapshot of ours. */
export function parseSnapshot(snapshot: Json): RunSnapshot {
  if (!isObject(snapshot) || !Array.isArray(snapshot["branches"])) {
    throw new Error("The snapshot is damaged: it has no branches.");
  }
  if (snapshot["version"] !== version) {
    throw new Error(
      `The snapshot has version ${JSON.stringify(snapshot["version"])}, this engine reads version ${version}.`,
    );
  }
  // `takeSnapshot` wrote it: the store keeps what it was given.
  return snapshot as unknown as RunSnapshot;
}

/** Builds the branches again, outer ones first, and gives timers and tasks back to their visits. */
export function restoreBranches(run: Run, stored: RunSnapshot): void {
  const branches = [...stored.branches].sort((one, other) => one.id - other.id);
  for (const branch of branches) restoreBranch(run, branch);
  for (const child of stored.children) restoreChild(run, child);
  for (const { timerId, at, purpose } of stored.timers) {
    run.schedule.restore(timerId, at, purpose, visitWaitingFor(run, timerId));
  }
}

function restoreChild(run: Run, { id, branchId, index, snapshot }: StoredChild): void {
  const visit = run.branches.get(branchId)?.visit;
  const machine = visit?.state.childMachine;
  if (visit === undefined || machine === undefined) {
    throw new Error("The snapshot is of another state machine: a child execution has no state.");
  }
  const stored = parseSnapshot(snapshot);
  run.children.restore({ id, visit, index, run: run.restoreChild(machine, stored) });
}

export function restoreBranch(run: Run, stored: StoredBranch): void {
  const parent = stored.parentId === undefined ? undefined : run.branches.get(stored.parentId)?.visit;
  const flow = parent === undefined ? run.machine.flow : parent.state.flows[stored.flowIndex];
  if (flow === undefined) throw new Error("The snapshot is of another state machine: a branch has no flow.");
  const branch: Branch = {
    id: stored.id,
    flow,
    parent,
    index: stored.index,
    chain: stored.chain,
    scope: new Scope(parent?.branch.scope, stored.variables),
    visit: undefined,
    next: undefined,
    queued: false,
  };
  run.branches.set(branch.id, branch);
  if (stored.visit !== undefined) branch.visit = restoreVisit(run, branch, stored.visit);
  if (stored.next !== undefined) {
    branch.next = { state: stateIn(flow, stored.next.state), input: Payload.parse(stored.next.input) };
    run.queue(branch);
  }
}

function restoreVisit(run: Run, branch: Branch, stored: StoredVisit): Visit {
  const visit = new Visit(run, branch, {
    ...stored,
    state: stateIn(branch.flow, stored.state),
    input: Payload.parse(stored.input),
  });
  visit.retries = stored.retries;
  visit.mapRun = stored.mapRun;
  if (stored.progress !== undefined) visit.progress = restoreProgress(stored.progress);
  if (visit.progress?.kind === "hostedMapRun") {
    visit.mapRun = visit.progress.request;
    run.mapRuns.restore(visit, visit.mapRun);
  }
  if (visit.progress?.kind === "task") {
    const { request } = visit.progress;
    run.tasks.restore(
      visit,
      request.purpose === undefined ? resourceOf(request.resource) : undefined,
      visit.progress,
    );
  }
  return visit;
}

function resourceOf(arn: string): TaskResource {
  return parseTaskResource(arn) ?? { kind: "lambda", arn };
}

function stateIn(flow: Flow, name: string) {
  const state = flow.states.get(name);
  if (state === undefined)
    throw new Error(`The snapshot is of another state machine: there is no state "${name}".`);
  return state;
}

function visitWaitingFor(run: Run, timerId: string): Visit | undefined {
  for (const { visit } of run.branches.values()) {
    const progress = visit?.progress;
    const ids =
      progress?.kind === "wait" || progress?.kind === "backoff"
        ? [progress.timerId]
        : progress?.kind === "task"
          ? [progress.timeoutTimerId, progress.heartbeatTimerId]
          : [];
    if (ids.includes(timerId)) return visit;
  }
  return undefined;
}
