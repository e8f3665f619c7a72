import type { TaskContext, TaskFunction } from "../authoring/task.ts";
import type { TaskOptions } from "../authoring/task-options.ts";
import type { Json } from "../json/json.ts";
import { callStep } from "./call-step.ts";

/** Runs a task's own function, or what stands in for it. */
export function callTask(options: TaskOptions, body: TaskFunction, given: unknown): Promise<Json> {
  const step = {
    name: options.name,
    what: `task "${options.name}"`,
    options,
    async execute(call, run, signal) {
      const context: TaskContext = { signal };
      // The types of input and function were matched where the task was made.
      const own = async () => body(call.input as never, context);
      return run.interceptTask ? run.interceptTask(call, own) : own();
    },
  } satisfies Parameters<typeof callStep>[0];
  return callStep(step, given);
}
