import type { Payload } from "../json/payload.ts";
import { Evaluation } from "../query/evaluation.ts";
import type { MapRunRequest } from "../map-run-request.ts";
import type { Branch } from "./branch.ts";
import type { Outcome, State } from "./state.ts";
import type { HostedMapRunProgress } from "./hosted-map-runs.ts";
import type { Broken } from "./remains.ts";
import type { Run } from "./run.ts";
import type { MapRunProgress } from "./states/distributed-map.ts";
import type { MapProgress } from "./states/map.ts";
import type { ParallelProgress } from "./states/parallel.ts";
import type { WaitProgress } from "./states/wait.ts";
import type { TaskProgress } from "./tasks.ts";

/** Between a failure and the retry. */
export interface BackoffProgress {
  kind: "backoff";
  timerId: string;
}

/** What a state waits for. Plain data: it is stored as it stands. */
export type Progress =
  | WaitProgress
  | BackoffProgress
  | TaskProgress
  | ParallelProgress
  | MapProgress
  | MapRunProgress
  | HostedMapRunProgress;

/** A branch's stay in a state, retries included. */
export class Visit {
  readonly run: Run;
  readonly branch: Branch;
  readonly state: State;
  readonly input: Payload;
  readonly enteredEventId: number;
  /** The branch's last event before it entered. */
  readonly entryChain: number;
  /** Milliseconds since the epoch. */
  readonly enteredAt: number;
  /** How often each retrier has been used, by its position. */
  retries: number[] | undefined;
  progress: Progress | undefined;
  /** Of a distributed Map, the last one that a host ran: a redrive takes it up again. */
  mapRun: MapRunRequest | undefined;
  /** Its branches were cut off. */
  broken: Broken | undefined;
  #context: Evaluation | undefined;

  constructor(
    run: Run,
    branch: Branch,
    entry: Pick<Visit, "state" | "input" | "enteredEventId" | "entryChain" | "enteredAt">,
  ) {
    this.run = run;
    this.branch = branch;
    this.state = entry.state;
    this.input = entry.input;
    this.enteredEventId = entry.enteredEventId;
    this.entryChain = entry.entryChain;
    this.enteredAt = entry.enteredAt;
  }

  /** Of all retriers together. */
  get retryCount(): number {
    return this.retries === undefined ? 0 : this.retries.reduce((sum, count) => sum + count, 0);
  }

  /** What the state's expressions see. */
  evaluation(): Evaluation {
    return (this.#context ??= new Evaluation(this.input.value, this.branch.scope, this.run.environment, () =>
      this.run.contextObject(this),
    ));
  }

  /** After a retry the context object is another one. */
  forgetEvaluation(): void {
    this.#context = undefined;
  }

  /** Leaves the state, for its `Next` unless another one is named. */
  exit(outcome: Outcome, next: string | undefined = this.state.next): void {
    this.run.exit(this, outcome, next);
  }
}
