import type { Effect, ExecutionContext, TaskRequest, TimerPurpose } from "../execution.ts";
import type { Json } from "../json/json.ts";
import type { Payload } from "../json/payload.ts";
import type { StateMachine } from "./load-state-machine.ts";
import type { Run } from "./run.ts";
import type { Visit } from "./visit.ts";

/** A child execution of a distributed Map. */
export interface Child {
  /** Stands before the ids of its tasks and timers: `child-3/task-1`. */
  readonly id: string;
  readonly visit: Visit;
  /** Which item or batch it works on. */
  readonly index: number;
  readonly run: Run;
}

/** A child as a snapshot has it. */
export interface StoredChild {
  id: string;
  branchId: number;
  index: number;
  snapshot: Json;
}

export interface ChildFacts {
  machine: StateMachine;
  index: number;
  input: Payload;
  context: ExecutionContext;
}

/** Makes a run; handed in, since a run has children and children are runs. */
export type CreateRun = (machine: StateMachine, input: Payload, context: ExecutionContext) => Run;

/**
 * The executions that this one has started itself. Each is a run of its own, with its own history, variables and context;
 * the host sees their tasks and timers as this execution's, under longer ids.
 */
export class ChildRuns {
  nextId: number;
  readonly #createRun: CreateRun;
  readonly #emit: (effect: Effect) => void;
  readonly #children = new Map<string, Child>();
  #touched: Child[] = [];
  readonly #hungry = new Set<Visit>();

  constructor(createRun: CreateRun, emit: (effect: Effect) => void, nextId = 1) {
    this.#createRun = createRun;
    this.#emit = emit;
    this.nextId = nextId;
  }

  start(visit: Visit, { machine, index, input, context }: ChildFacts): void {
    const id = `child-${this.nextId}`;
    this.nextId += 1;
    const run = this.#createRun(machine, input, context);
    const child: Child = { id, visit, index, run };
    this.#children.set(id, child);
    run.begin();
    this.#touched.push(child);
  }

  restore(child: Child): void {
    this.#children.set(child.id, child);
    this.#touched.push(child);
  }

  /** Hands a call about `child-3/task-1` to that child as `task-1`; false when the id is this execution's own. */
  passOn(id: string, call: (run: Run, innerId: string) => void): boolean {
    const slash = id.indexOf("/");
    if (slash === -1) return false;
    const child = this.#children.get(id.slice(0, slash));
    if (child !== undefined) {
      call(child.run, id.slice(slash + 1));
      this.#touched.push(child);
    }
    return true;
  }

  /** Runs the children that something has happened to; yields those that have ended, which are then gone. */
  *advance(): Generator<Child> {
    for (let child = this.#touched.shift(); child !== undefined; child = this.#touched.shift()) {
      if (this.#children.get(child.id) !== child) continue;
      this.#forward(child, child.run.advance());
      if (child.run.status === "RUNNING") continue;
      this.#children.delete(child.id);
      yield child;
    }
  }

  /** The visit has more children to start, once those that it has started have come as far as they can. */
  expectMore(visit: Visit): void {
    this.#hungry.add(visit);
  }

  /** Lets the visits that have more to start do so; false when there was none. */
  startMore(): boolean {
    const visits = [...this.#hungry];
    this.#hungry.clear();
    for (const visit of visits) visit.state.startChildren?.(visit);
    return visits.length > 0;
  }

  /** Ends the children of a visit, or all. */
  stop(visit?: Visit): void {
    if (visit === undefined) this.#hungry.clear();
    else this.#hungry.delete(visit);
    for (const child of this.#children.values()) {
      if (visit !== undefined && child.visit !== visit) continue;
      this.#children.delete(child.id);
      child.run.stop(undefined, undefined);
      this.#forward(child, child.run.advance());
    }
  }

  runningTasks(): TaskRequest[] {
    return [...this.#children.values()].flatMap(({ id, run }) =>
      run.runningTasks.map((request) => ({ ...request, taskId: `${id}/${request.taskId}` })),
    );
  }

  timers(): { timerId: string; at: number; purpose: TimerPurpose }[] {
    return [...this.#children.values()].flatMap(({ id, run }) =>
      run.timers.map((timer) => ({ ...timer, timerId: `${id}/${timer.timerId}` })),
    );
  }

  store(): StoredChild[] {
    return [...this.#children.values()].map(({ id, visit, index, run }) => ({
      id,
      branchId: visit.branch.id,
      index,
      snapshot: run.snapshot(),
    }));
  }

  #forward({ id }: Child, effects: readonly Effect[]): void {
    for (const effect of effects) {
      if (effect.kind === "startTask") {
        const task = { ...effect.task, taskId: `${id}/${effect.task.taskId}` };
        this.#emit({ kind: "startTask", task });
      } else if (effect.kind === "cancelTask") {
        this.#emit({ kind: "cancelTask", taskId: `${id}/${effect.taskId}` });
      } else if ("timerId" in effect) this.#emit({ ...effect, timerId: `${id}/${effect.timerId}` });
    }
  }
}

/** The names of a child execution. Source: Developer Guide, Viewing Distributed Map Run executions. */
export function childContext(
  parent: ExecutionContext,
  label: string,
  name: string,
  now: number,
): ExecutionContext {
  const machineName = `${parent.StateMachine.Name}/${label}`;
  const arnOf = (kind: string) =>
    `${parent.Execution.Id.split(":").slice(0, 5).join(":")}:${kind}:${machineName}`;
  return {
    Execution: {
      Id: `${arnOf("execution")}:${name}`,
      Name: name,
      RoleArn: parent.Execution.RoleArn,
      StartTime: new Date(now).toISOString(),
      RedriveCount: 0,
    },
    StateMachine: { Id: arnOf("stateMachine"), Name: machineName },
  };
}
