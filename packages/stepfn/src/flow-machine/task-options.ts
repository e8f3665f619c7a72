import type { TaskOptions } from "acme-engine";
import type { Action } from "../compile-flow/graph/action.ts";

/** An action that runs a container. */
export type ContainerAction = Exclude<Action, { kind: "flow" }>;

/** What of a task's options is for its container. The compiler has read them as literals. */
export type ContainerOptions = Pick<
  TaskOptions,
  "image" | "env" | "secrets" | "cpu" | "memory" | "spot" | "heartbeatSeconds" | "timeoutSeconds"
> & { command?: readonly string[] };

/** The options as the authoring API types them, which TypeScript has checked where they are written. */
export function readTaskOptions({ options }: ContainerAction): ContainerOptions {
  return options;
}
