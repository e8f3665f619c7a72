import type { Clock } from "./clock.ts";
import type { EventBus } from "./event-bus.ts";
import type { ServiceName } from "./protocol/service.ts";
import type { Store } from "./store/store.ts";

/**
 * Runs another service's operation, as an AWS service calls another: same table, no wire. Input and output have the
 * SDK's model types; rejects with `AwsError`.
 * @example const { tasks } = await call<RunTaskRequest, RunTaskResponse>("ecs", "RunTask", { taskDefinition: "batch-etl:3" });
 */
export type Call = <Input extends object, Output extends object>(
  service: ServiceName,
  operation: string,
  input: Input,
) => Promise<Output>;

/** What every service gets. A service's own needs (a runtime, a mock file) are further arguments of its factory. */
export interface EngineContext {
  readonly region: string;
  readonly accountId: string;
  readonly store: Store;
  readonly clock: Clock;
  /** A fresh UUID. */
  readonly createId: () => string;
  readonly call: Call;
  readonly events: EventBus;
}
