import type { Effect, TaskRequest } from "../execution.ts";
import type { Json } from "../json/json.ts";
import type { ResultFile } from "./map-run/result-files.ts";
import { taskEvents } from "./task-events.ts";
import type { TaskResource } from "./task-resource.ts";
import type { Visit } from "./visit.ts";

/** A task that was handed to the host and has not ended. */
export interface TaskProgress {
  kind: "task";
  request: TaskRequest;
  timeoutTimerId?: string;
  heartbeatTimerId?: string;
  /** Of an item reader: the map run that it reads for, and what it has read so far. */
  reading?: { mapRunArn: string; items: Json[] };
  /** Of a result writer: the objects that are left to put after this one, and what the state then hands on. */
  writing?: { files: ResultFile[]; result: Json };
}

/** The tasks that the host works on for an execution, and whose they are. */
export class Tasks {
  nextId: number;
  readonly #emit: (effect: Effect) => void;
  readonly #tasks = new Map<
    string,
    { visit: Visit; resource: TaskResource | undefined; progress: TaskProgress }
  >();

  constructor(emit: (effect: Effect) => void, nextId = 1) {
    this.#emit = emit;
    this.nextId = nextId;
  }

  /** Writes …Scheduled, hands the task to the host and sets its timers. */
  start(
    visit: Visit,
    resource: TaskResource,
    facts: Omit<TaskRequest, "taskId">,
    argumentsText: string,
  ): void {
    const taskId = `task-${this.nextId}`;
    this.nextId += 1;
    const request: TaskRequest = { taskId, ...facts };
    const { run, branch } = visit;
    const region = run.context.Execution.Id.split(":")[3] ?? "";
    run.history.write(branch, ...taskEvents(resource).scheduled(request, argumentsText, region));
    const progress: TaskProgress = { kind: "task", request };
    visit.progress = progress;
    this.#tasks.set(taskId, { visit, resource, progress });
    this.#emit({ kind: "startTask", task: request });
    const { timeoutSeconds, heartbeatSeconds } = request;
    if (timeoutSeconds !== undefined) {
      progress.timeoutTimerId = run.schedule.set(
        run.environment.now() + timeoutSeconds * 1000,
        "deadline",
        visit,
      );
    }
    if (heartbeatSeconds !== undefined) this.#setHeartbeat(visit, progress, heartbeatSeconds);
  }

  /** Hands a task to the host that history does not tell of. */
  startQuietly(
    visit: Visit,
    facts: Omit<TaskRequest, "taskId">,
    purpose: Pick<TaskProgress, "reading" | "writing">,
  ): void {
    const taskId = `task-${this.nextId}`;
    this.nextId += 1;
    const request: TaskRequest = { taskId, ...facts };
    const progress: TaskProgress = { kind: "task", request, ...purpose };
    visit.progress = progress;
    this.#tasks.set(taskId, { visit, resource: undefined, progress });
    this.#emit({ kind: "startTask", task: request });
  }

  /** After a restart: known again; the host re-attaches or fails it. */
  restore(visit: Visit, resource: TaskResource | undefined, progress: TaskProgress): void {
    this.#tasks.set(progress.request.taskId, { visit, resource, progress });
  }

  visitOf(taskId: string): Visit | undefined {
    return this.#tasks.get(taskId)?.visit;
  }

  requests(): TaskRequest[] {
    return [...this.#tasks.values()].map(({ progress }) => progress.request);
  }

  started(visit: Visit, details: { workerName?: string } = {}): void {
    const task = this.#taskOf(visit);
    if (task?.resource === undefined) return;
    visit.run.history.write(visit.branch, ...taskEvents(task.resource).started(details));
  }

  submitted(visit: Visit, output: string): void {
    const task = this.#taskOf(visit);
    const event = task?.resource === undefined ? undefined : taskEvents(task.resource).submitted(output);
    if (event !== undefined) visit.run.history.write(visit.branch, ...event);
  }

  /** The work shows that it is alive: the heartbeat's time begins anew. */
  heartbeat(visit: Visit): void {
    const { progress } = visit;
    if (progress?.kind !== "task" || progress.heartbeatTimerId === undefined) return;
    visit.run.schedule.cancel(progress.heartbeatTimerId);
    this.#setHeartbeat(visit, progress, progress.request.heartbeatSeconds ?? 0);
  }

  /** The task has ended by itself, or nobody waits for it any longer: its timers go. */
  finish(visit: Visit): void {
    const { progress } = visit;
    if (progress?.kind !== "task") return;
    this.#tasks.delete(progress.request.taskId);
    for (const timerId of [progress.timeoutTimerId, progress.heartbeatTimerId]) {
      if (timerId !== undefined) visit.run.schedule.cancel(timerId);
    }
    visit.progress = undefined;
  }

  /** The result is no longer wanted. */
  cancel(visit: Visit): void {
    const { progress } = visit;
    if (progress?.kind !== "task") return;
    this.finish(visit);
    this.#emit({ kind: "cancelTask", taskId: progress.request.taskId });
  }

  cancelAll(): void {
    for (const { visit } of this.#tasks.values()) this.cancel(visit);
  }

  #taskOf(visit: Visit) {
    return visit.progress?.kind === "task" ? this.#tasks.get(visit.progress.request.taskId) : undefined;
  }

  #setHeartbeat({ run }: Visit, progress: TaskProgress, seconds: number): void {
    const visit = this.visitOf(progress.request.taskId);
    progress.heartbeatTimerId = run.schedule.set(run.environment.now() + seconds * 1000, "deadline", visit);
  }
}
