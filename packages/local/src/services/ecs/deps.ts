import type { EngineContext } from "../../engine-context.ts";
import type { TaskSupervisor } from "./task-supervisor.ts";

/** What ECS operations get. */
export interface EcsDeps {
  readonly context: EngineContext;
  readonly supervisor: TaskSupervisor;
}
