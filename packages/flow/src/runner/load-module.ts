import { type Flow, flowListener } from "../authoring/flow.ts";
import { type Task, taskListener } from "../authoring/task.ts";
import { messageOf } from "../errors/error-name.ts";
import { CannotLoadTask } from "./runner-error.ts";

/** What the runner needs of a task. */
export type RunnableTask = Pick<Task<never, unknown>, "options" | "run">;

/** What the runner needs of a flow. */
export type RunnableFlow = Pick<Flow<never, unknown>, "options"> & ((parameters: never) => Promise<unknown>);

/** The task of that name among all that are made while the module is loaded, exported or not. Throws `CannotLoadTask`. */
export async function loadTask(name: string, load: () => Promise<unknown>): Promise<RunnableTask> {
  return find("task", name, await listen<RunnableTask>(taskListener, load));
}

/** The same for a flow. */
export async function loadFlow(name: string, load: () => Promise<unknown>): Promise<RunnableFlow> {
  return find("flow", name, await listen<RunnableFlow>(flowListener, load));
}

async function listen<Made>(listener: symbol, load: () => Promise<unknown>): Promise<Made[]> {
  const made: Made[] = [];
  const listeners = globalThis as { [listener: symbol]: ((each: Made) => void) | undefined };
  listeners[listener] = (each) => made.push(each);
  try {
    await load();
  } catch (cause) {
    throw new CannotLoadTask(`the tasks cannot be loaded: ${messageOf(cause)}`, { cause });
  } finally {
    delete listeners[listener];
  }
  return made;
}

function find<Made extends { readonly options: { readonly name: string } }>(
  kind: "task" | "flow",
  name: string,
  made: readonly Made[],
): Made {
  const found = made.filter(({ options }) => options.name === name);
  const [first] = found;
  if (first && found.length === 1) return first;
  if (first) {
    throw new CannotLoadTask(
      `there are ${found.length} ${kind}s with the name "${name}"; names have to differ`,
    );
  }
  const names = made.map(({ options }) => options.name).join(", ");
  throw new CannotLoadTask(`there is no ${kind} "${name}"; there are: ${names || "none"}`);
}
