import type {
  Effect,
  Environment,
  Execution,
  ExecutionContext,
  ExecutionStatus,
  HistoryEvent,
  TaskRequest,
} from "../execution.ts";
import type { Json } from "../json/json.ts";
import type { JsonObject } from "../json/object.ts";
import { Payload } from "../json/payload.ts";
import type { MapRunItem, MapRunRequest } from "../map-run-request.ts";
import type { Branch } from "./branch.ts";
import { ChildRuns, type StoredChild } from "./child-runs.ts";
import { contextObject, executionContext } from "./context-object.ts";
import { dataLimitExceeded, type Failure, toErrorOutput, toEventDetails, toFailure } from "./failure.ts";
import { failureOfThrown } from "./failure-of-thrown.ts";
import { HostedMapRuns } from "./hosted-map-runs.ts";
import { History, HistoryFull, notTruncated } from "./history.ts";
import type { StateMachine } from "./load-state-machine.ts";
import { maxHistoryEvents, maxPayloadBytes } from "./quotas.ts";
import { scheduleRetry } from "./retry.ts";
import { collectRemains, keepRemains, takeUpRemains } from "./remains.ts";
import { Scope } from "./scope.ts";
import { type RunSnapshot, restoreBranches, type StoredBranch, takeSnapshot } from "./snapshot.ts";
import type { Flow, Outcome, State } from "./state.ts";
import { Tasks } from "./tasks.ts";
import { Timers } from "./timers.ts";
import { Visit } from "./visit.ts";

export interface RunOptions {
  context: ExecutionContext;
  environment: Environment;
  onEvent(event: HistoryEvent): void;
}

/**
 * One execution. States do their own work; this class moves branches from state to state, decides what follows a failure,
 * and keeps what the host has to do. Nothing here waits: `advance` runs branches until each of them is blocked.
 */
export class Run implements Execution {
  readonly machine: StateMachine;
  readonly environment: Environment;
  readonly history: History;
  readonly schedule: Timers;
  readonly tasks: Tasks;
  readonly mapRuns: HostedMapRuns;
  /** Alive, by id; the machine's own is 0. */
  readonly branches = new Map<number, Branch>();
  readonly input: Payload;
  readonly context: ExecutionContext;
  /** `$$.Execution` and `$$.StateMachine`. */
  readonly fixedContext: JsonObject;

  status: ExecutionStatus = "RUNNING";
  output: string | undefined;
  /** The output with its value. */
  result: Payload | undefined;
  error: string | undefined;
  cause: string | undefined;

  /** The branches that had not ended, once the execution has without success. */
  remains: StoredBranch[] | undefined;

  nextBranchId = 0;
  timeoutTimerId: string | undefined;
  effects: Effect[] = [];
  #ready: Branch[] = [];
  #children: ChildRuns | undefined;
  readonly #firstChildId: number | undefined;

  constructor(machine: StateMachine, input: Payload, options: RunOptions, stored?: RunSnapshot) {
    const { environment } = options;
    this.machine = machine;
    this.input = input;
    this.context = options.context;
    this.environment = environment;
    this.fixedContext = executionContext(options.context, input.value);
    this.history = new History(
      () => environment.now(),
      (event) => options.onEvent(event),
      maxHistoryEvents,
      stored?.lastEventId,
    );
    const emit = (effect: Effect) => this.effects.push(effect);
    this.schedule = new Timers(emit, stored?.nextTimerId);
    this.tasks = new Tasks(emit, stored?.nextTaskId);
    this.mapRuns = new HostedMapRuns(emit);
    this.#firstChildId = stored?.nextChildId;
  }

  /** Writes ExecutionStarted and puts the first state on the way. */
  begin(): void {
    this.history.writeLast(0, "ExecutionStarted", "executionStartedEventDetails", {
      input: this.input.text,
      inputDetails: notTruncated,
      roleArn: this.context.Execution.RoleArn,
    });
    this.#setTimeout();
    this.startBranch(this.machine.flow, this.input, { parent: undefined, index: 0, chain: 0 });
  }

  #setTimeout(): void {
    const { timeoutSeconds } = this.machine;
    if (timeoutSeconds === undefined) return;
    const at = this.environment.now() + timeoutSeconds * 1000;
    this.timeoutTimerId = this.schedule.set(at, "deadline", undefined);
  }

  /** Takes up what is left of an execution that has not succeeded. */
  redrive({ lastEventId, nextBranchId, remains }: RunSnapshot): void {
    if (remains === undefined) throw new Error("The snapshot is of an execution that cannot be redriven.");
    this.nextBranchId = nextBranchId;
    const id = this.history.writeLast(lastEventId, "ExecutionRedriven", "executionRedrivenEventDetails", {
      redriveCount: this.context.Execution.RedriveCount,
    });
    this.#setTimeout();
    takeUpRemains(this, remains, id);
  }

  /** Starts the work of a state again that has been entered before. */
  restart(visit: Visit): void {
    // A sibling that was restarted before may have ended them all.
    if (this.branches.get(visit.branch.id)?.visit !== visit) return;
    try {
      this.#start(visit);
    } catch (error) {
      this.#endWhenFull(visit.branch, error);
    }
  }

  redriveMapRun(visit: Visit): void {
    this.#within(visit, () => visit.state.redriveMapRun?.(visit));
  }

  /** Enters a state again. */
  reenter({ branch, state, input }: Visit): void {
    branch.visit = undefined;
    branch.next = { state, input };
    this.queue(branch);
  }

  /** Takes up a stored execution where it was. */
  resume(stored: RunSnapshot): void {
    this.status = stored.status;
    this.output = stored.output;
    this.error = stored.error;
    this.cause = stored.cause;
    this.nextBranchId = stored.nextBranchId;
    this.timeoutTimerId = stored.timeoutTimerId;
    this.effects = [...stored.effects];
    restoreBranches(this, stored);
  }

  /** Made when there is a first child: most executions have none. */
  get children(): ChildRuns {
    const { environment } = this;
    return (this.#children ??= new ChildRuns(
      // Nobody reads the children's histories yet; they count their own events.
      (machine, input, context) => new Run(machine, input, { context, environment, onEvent: () => {} }),
      (effect) => this.effects.push(effect),
      this.#firstChildId,
    ));
  }

  /** A child as its part of the snapshot has it. */
  restoreChild(machine: StateMachine, stored: RunSnapshot): Run {
    const { environment } = this;
    const options = { context: stored.context, environment, onEvent: () => {} };
    const child = new Run(machine, Payload.parse(stored.input), options, stored);
    child.resume(stored);
    return child;
  }

  advance(): Effect[] {
    this.#runBranches();
    if (this.#children !== undefined) this.#runChildren(this.#children);
    const { effects } = this;
    this.effects = [];
    return effects;
  }

  #runChildren(children: ChildRuns): void {
    do {
      for (const child of children.advance()) {
        this.#within(child.visit, () => child.visit.state.childEnded?.(child.visit, child));
        this.#runBranches();
      }
    } while (children.startMore());
  }

  #runBranches(): void {
    for (let branch = this.#ready.shift(); branch !== undefined; branch = this.#ready.shift()) {
      while (branch.next !== undefined) this.#enter(branch, branch.next);
      branch.queued = false;
    }
  }

  taskStarted(taskId: string, details?: { workerName?: string }): void {
    if (this.#children?.passOn(taskId, (child, id) => child.taskStarted(id, details))) return;
    this.#onTask(taskId, (visit) => this.tasks.started(visit, details));
  }

  taskSubmitted(taskId: string, output: string): void {
    if (this.#children?.passOn(taskId, (child, id) => child.taskSubmitted(id, output))) return;
    this.#onTask(taskId, (visit) => this.tasks.submitted(visit, output));
  }

  taskSucceeded(taskId: string, output: string): void {
    if (this.#children?.passOn(taskId, (child, id) => child.taskSucceeded(id, output))) return;
    const payload = Payload.parse(output);
    this.#onTask(taskId, (visit) => visit.state.taskSucceeded?.(visit, payload));
  }

  taskFailed(taskId: string, error: string | undefined, cause: string | undefined, isFinal = false): void {
    if (this.#children?.passOn(taskId, (child, id) => child.taskFailed(id, error, cause, isFinal))) return;
    const failure: Failure = { ...toFailure(error, cause), ...(isFinal ? { fatal: true } : undefined) };
    this.#onTask(taskId, (visit) => visit.state.taskFailed?.(visit, failure));
  }

  taskHeartbeat(taskId: string): void {
    if (this.#children?.passOn(taskId, (child, id) => child.taskHeartbeat(id))) return;
    this.#onTask(taskId, (visit) => this.tasks.heartbeat(visit));
  }

  timerFired(timerId: string): void {
    if (this.#children?.passOn(timerId, (child, id) => child.timerFired(id))) return;
    const timer = this.schedule.take(timerId);
    if (timer === undefined) return;
    if (timerId === this.timeoutTimerId) return this.#timeOut();
    const { visit } = timer;
    if (visit === undefined) return;
    this.#within(visit, () => {
      if (visit.progress?.kind === "backoff") this.#start(visit);
      else visit.state.timerFired?.(visit, timerId);
    });
  }

  toChildInput(mapRunArn: string, item: MapRunItem): Json {
    const visit = this.mapRuns.visitOf(mapRunArn);
    return visit?.state.toChildInput?.(visit, item) ?? null;
  }

  mapRunSucceeded(mapRunArn: string, output: string | undefined): void {
    const payload = output === undefined ? undefined : Payload.parse(output);
    this.#onMapRun(mapRunArn, (visit) => visit.state.mapRunSucceeded?.(visit, payload));
  }

  mapRunFailed(mapRunArn: string, error: string | undefined, cause: string | undefined): void {
    this.#onMapRun(mapRunArn, (visit) => visit.state.mapRunFailed?.(visit, toFailure(error, cause)));
  }

  #onMapRun(mapRunArn: string, work: (visit: Visit) => void): void {
    const visit = this.mapRuns.visitOf(mapRunArn);
    if (visit !== undefined) this.#within(visit, () => work(visit));
  }

  stop(error: string | undefined, cause: string | undefined): void {
    if (this.status !== "RUNNING") return;
    this.remains = collectRemains(this);
    this.#release();
    this.#end("ABORTED", error, cause);
    const details = toEventDetails(toFailure(error, cause));
    this.history.writeLast(0, "ExecutionAborted", "executionAbortedEventDetails", details);
  }

  get canRedrive(): boolean {
    return this.remains !== undefined;
  }

  get runningTasks(): readonly TaskRequest[] {
    return [...this.tasks.requests(), ...(this.#children?.runningTasks() ?? [])];
  }

  get timers(): Execution["timers"] {
    return [...this.schedule.pending(), ...(this.#children?.timers() ?? [])];
  }

  get nextChildId(): number {
    return this.#children?.nextId ?? this.#firstChildId ?? 1;
  }

  storedChildren(): StoredChild[] {
    return this.#children?.store() ?? [];
  }

  get runningMapRuns(): readonly MapRunRequest[] {
    return this.mapRuns.requests();
  }

  snapshot(): Json {
    return takeSnapshot(this);
  }

  /** `$$` of a visit. */
  contextObject(visit: Visit): JsonObject {
    return contextObject(this.fixedContext, visit);
  }

  /** A branch that enters its first state as soon as the others have come to a stop. */
  startBranch(
    flow: Flow,
    input: Payload,
    place: { parent: Visit | undefined; index: number; chain: number },
  ): Branch {
    const branch: Branch = {
      id: this.nextBranchId++,
      flow,
      parent: place.parent,
      index: place.index,
      chain: place.chain,
      scope: new Scope(place.parent?.branch.scope),
      visit: undefined,
      next: { state: stateNamed(flow, flow.startAt), input },
      queued: false,
    };
    this.branches.set(branch.id, branch);
    this.queue(branch);
    return branch;
  }

  /** Leaves a state: what it assigned, its output, and the state that follows; none ends the branch. */
  exit(visit: Visit, { output, assigned }: Outcome, next: string | undefined, text?: string): void {
    const { branch, state, input } = visit;
    const payload = output === input.value && text === undefined ? input : new Payload(output, text);
    if (payload !== input && payload.isLargerThan(maxPayloadBytes)) throw dataLimitExceeded(state.name);
    const details: { [field: string]: unknown } = {
      name: state.name,
      output: payload.text,
      outputDetails: notTruncated,
    };
    if (assigned !== undefined) {
      details["assignedVariables"] = branch.scope.assign(assigned);
      details["assignedVariablesDetails"] = notTruncated;
    }
    this.history.write(branch, `${state.type}StateExited`, "stateExitedEventDetails", details);
    branch.visit = undefined;
    if (next === undefined) this.#succeed(branch, payload);
    else {
      branch.next = { state: stateNamed(branch.flow, next), input: payload };
      this.queue(branch);
    }
  }

  /** Lets `advance` take the branch on; once is enough. */
  queue(branch: Branch): void {
    if (branch.queued) return;
    branch.queued = true;
    this.#ready.push(branch);
  }

  /**
   * Retries, catches, or ends the branch. A state that could not even begin, because the data does not fit, has no
   * failed event of its own. Recorded on AWS: test_max_concurrency_path, test_map_state_items_eval_jsonata_fail.
   */
  fail(visit: Visit, failure: Failure, couldBegin = true): void {
    const { failedEvent } = visit.state;
    this.#cancel(visit);
    if (scheduleRetry(visit, failure)) return;
    if (failedEvent !== undefined && couldBegin) this.history.write(visit.branch, failedEvent);
    const catcher = visit.state.catchers.find((candidate) => candidate.matches(failure));
    if (catcher === undefined) return this.failBranch(visit.branch, failure);
    try {
      const evaluation = visit.evaluation().withErrorOutput(toErrorOutput(failure));
      this.exit(visit, catcher.complete(evaluation), catcher.next);
    } catch (error) {
      this.failBranch(visit.branch, failureOfThrown(visit, error));
    }
  }

  /**
   * A branch ends with an error; at the top that ends the execution. What nobody may catch ends it from anywhere.
   * Measured on AWS: floci #2868.
   */
  failBranch(branch: Branch, failure: Failure): void {
    const { parent } = branch;
    const endsAll = parent === undefined || failure.fatal === true;
    if (endsAll) this.remains = collectRemains(this);
    else keepRemains(parent, branch);
    this.#discard(branch);
    if (!endsAll) {
      return this.#within(parent, () => parent.state.branchFailed?.(parent, branch, failure));
    }
    this.#failExecution(branch.chain, failure);
  }

  /** Cuts a branch off wherever it is, and everything that it started. */
  abortBranch(branch: Branch): void {
    const { visit } = branch;
    if (visit?.state.canAbort) {
      this.#cancel(visit);
      this.history.note(branch, `${visit.state.type}StateAborted`);
    }
    if (branch.parent !== undefined) keepRemains(branch.parent, branch);
    this.#discard(branch);
  }

  /** Cancels what a visit waits for. */
  #cancel(visit: Visit): void {
    const { progress } = visit;
    if (progress?.kind === "backoff" || progress?.kind === "wait") this.schedule.cancel(progress.timerId);
    else if (progress?.kind === "task") this.tasks.cancel(visit);
    else if (progress?.kind === "hostedMapRun") this.mapRuns.cancel(visit);
    else if (progress?.kind === "mapRun") this.#children?.stop(visit);
    else visit.state.abortBranches?.(visit);
    visit.progress = undefined;
  }

  /** The live branches of a Parallel or Map, in order. */
  childrenOf(visit: Visit): Branch[] {
    return [...this.branches.values()].filter((branch) => branch.parent === visit);
  }

  #discard(branch: Branch): void {
    branch.visit = undefined;
    branch.next = undefined;
    this.branches.delete(branch.id);
  }

  #succeed(branch: Branch, output: Payload): void {
    const { parent } = branch;
    this.#discard(branch);
    if (parent !== undefined) {
      return this.#within(parent, () => parent.state.branchSucceeded?.(parent, branch, output));
    }
    this.history.write(branch, "ExecutionSucceeded", "executionSucceededEventDetails", {
      output: output.text,
      outputDetails: notTruncated,
    });
    this.#release();
    this.result = output;
    this.output = output.text;
    this.#end("SUCCEEDED", undefined, undefined);
  }

  #enter(branch: Branch, { state, input }: { state: State; input: Payload }): void {
    branch.next = undefined;
    try {
      const entryChain = branch.chain;
      const enteredAt = this.environment.now();
      const enteredEventId = this.history.write(
        branch,
        `${state.type}StateEntered`,
        "stateEnteredEventDetails",
        { name: state.name, input: input.text, inputDetails: notTruncated },
      );
      const visit = new Visit(this, branch, { state, input, enteredEventId, entryChain, enteredAt });
      branch.visit = visit;
      this.#start(visit);
    } catch (error) {
      this.#endWhenFull(branch, error);
    }
  }

  #start(visit: Visit): void {
    visit.broken = undefined;
    visit.progress = undefined;
    try {
      visit.state.start(visit);
    } catch (error) {
      this.#failWith(visit, error);
    }
  }

  /** Runs a piece of a state's work; whatever it throws becomes the state's failure. */
  #within(visit: Visit, work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#failWith(visit, error);
    }
  }

  #failWith(visit: Visit, thrown: unknown): void {
    try {
      const failure = failureOfThrown(visit, thrown);
      this.fail(visit, failure, !failure.fatal);
    } catch (error) {
      this.#endWhenFull(visit.branch, error);
    }
  }

  /** When the history is full the execution fails, whatever its branches do. Recorded by users: floci #2734. */
  #endWhenFull(branch: Branch, thrown: unknown): void {
    if (!(thrown instanceof HistoryFull)) throw thrown;
    if (this.status !== "RUNNING") return;
    const cause = `The execution reached the maximum number of history events (${maxHistoryEvents}).`;
    this.#failExecution(branch.chain, { error: "States.Runtime", cause });
  }

  #failExecution(chain: number, failure: Failure): void {
    this.#release();
    this.#end("FAILED", failure.error, failure.cause);
    this.history.writeLast(chain, "ExecutionFailed", "executionFailedEventDetails", toEventDetails(failure));
  }

  #onTask(taskId: string, work: (visit: Visit) => void): void {
    const visit = this.tasks.visitOf(taskId);
    if (visit !== undefined) this.#within(visit, () => work(visit));
  }

  #timeOut(): void {
    if (this.status !== "RUNNING") return;
    this.timeoutTimerId = undefined;
    this.remains = collectRemains(this);
    this.#release();
    // Measured on AWS: floci #2733, #2782; the error stands in the event only.
    this.#end("TIMED_OUT", undefined, undefined);
    this.history.writeLast(0, "ExecutionTimedOut", "executionTimedOutEventDetails", {
      error: "States.Timeout",
    });
  }

  /** Tells the host to stop everything that is under way. */
  #release(): void {
    for (const branch of this.branches.values()) branch.next = undefined;
    this.branches.clear();
    this.#ready = [];
    this.#children?.stop();
    this.tasks.cancelAll();
    this.mapRuns.cancelAll();
    this.schedule.cancelAll();
  }

  #end(status: ExecutionStatus, error: string | undefined, cause: string | undefined): void {
    this.status = status;
    this.error = error;
    this.cause = cause;
  }
}

function stateNamed(flow: Flow, name: string): State {
  const state = flow.states.get(name);
  // A validated definition has every state that it names.
  if (state === undefined) throw new Error(`The flow has no state "${name}".`);
  return state;
}
