import { type Task, taskListener } from "../authoring/task.ts";
import { messageOf } from "../errors/error-name.ts";
import { CannotLoadTask } from "./runner-error.ts";

/** What the runner needs of a task. */
export type RunnableTask = Pick<Task<never, unknown>, "options" | "run">;

/** The task of that name among all that are made while the module is loaded, exported or not. Throws `CannotLoadTask`. */
export async function loadTask(name: string, load: () => Promise<unknown>): Promise<RunnableTask> {
  const tasks: RunnableTask[] = [];
  const listeners = globalThis as { [taskListener]?: (task: RunnableTask) => void };
  listeners[taskListener] = (task) => tasks.push(task);
  try {
    await load();
  } catch (cause) {
    throw new CannotLoadTask(`the tasks cannot be loaded: ${messageOf(cause)}`, { cause });
  } finally {
    delete listeners[taskListener];
  }
  const found = tasks.filter(({ options }) => options.name === name);
  const [task] = found;
  if (task && found.length === 1) return task;
  if (task)
    throw new CannotLoadTask(`there are ${found.length} tasks with the name "${name}"; names have to differ`);
  const names = tasks.map(({ options }) => options.name).join(", ");
  throw new CannotLoadTask(`there is no task "${name}"; there are: ${names || "none"}`);
}
