import type { JsonOnly } from "../json/checked-json.ts";
import type { Returned } from "../json/json.ts";
import { callTask } from "../native/call-task.ts";
import { type CallArguments, describe } from "./callable.ts";
import { checkTaskOptions, type TaskOptions } from "./task-options.ts";

/** What a task's function finds beside its input. */
export interface TaskContext {
  /** Aborted when the work is not wanted any more: the attempt timed out, the run was stopped, the container has to go. */
  readonly signal: AbortSignal;
}

/** A task's own function, as its author wrote it. */
export type TaskFunction = (input: never, context: TaskContext) => unknown;

/** A step of a flow with any code in it. Called, it runs in this process; compiled, in a container of its own. */
export interface Task<Input, Output> {
  /** Rejects with the task's error, known by the name of its class, when no retry is left. */
  (...input: CallArguments<Input>): Promise<Output>;
  readonly kind: "task";
  readonly options: TaskOptions;
  readonly run: TaskFunction;
}

/** The same for every copy of this package in a bundle: the runner sets it before it loads tasks. */
export const taskListener = Symbol.for("acme-engine.task-listener");

/**
 * A task of a function: any code of Node's, with JSON in and JSON out. Throws `AcmeError` for options that cannot be (ACME_NAME,
 * ACME_TASK_OPTIONS, ACME_RETRY).
 */
export function task<Input = void, Output = unknown>(
  options: TaskOptions,
  run: ((input: Input, context: TaskContext) => Output | Promise<Output>) & JsonOnly<Input, Output>,
): Task<Input, Returned<Output>>;
export function task(options: TaskOptions, run: TaskFunction): Task<unknown, unknown> {
  checkTaskOptions(options);
  const made = describe((input?: unknown) => callTask(options, run, input), options.name, {
    kind: "task" as const,
    options,
    run,
  });
  (globalThis as { [taskListener]?: (task: Task<never, unknown>) => void })[taskListener]?.(made);
  return made;
}
