export { AcmeError } from "./acme-error.ts";
export { callback, type CallbackOptions } from "./authoring/callback.ts";
export {
  container,
  type ContainerOptions,
  type ContainerResult,
  type ContainerTask,
} from "./authoring/container.ts";
export {
  type BatchedMapOptions,
  distributedMap,
  type DistributedMapOptions,
} from "./authoring/distributed-map.ts";
export { type Flow, flow, type FlowContext, type FlowOptions } from "./authoring/flow.ts";
export { map, type MapOptions } from "./authoring/map.ts";
export { retry } from "./authoring/retry.ts";
export { type Duration, sleep, sleepUntil } from "./authoring/sleep.ts";
export { type Task, task, type TaskContext } from "./authoring/task.ts";
export { retryRulesOf, type TaskOptions } from "./authoring/task-options.ts";
export { FlowError } from "./errors/flow-error.ts";
export { ItemsFailed, TaskFailed, TaskTimedOut } from "./errors/task-errors.ts";
export type { Json } from "./json/json.ts";
export { NotJsonError } from "./json/not-json-error.ts";
export { InvalidParameters } from "./parameters/check-parameters.ts";
export type { JsonSchema } from "./parameters/json-schema.ts";
export { type ErrorClass, type Retrier, type RetryRule, toRetriers } from "./retry/retry-rule.ts";
