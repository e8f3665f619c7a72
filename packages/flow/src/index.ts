export { AcmeError } from "./acme-error.ts";
export { asl } from "./authoring/asl.ts";
export type { AslState } from "./authoring/asl-state.ts";
export { aws } from "./authoring/aws.ts";
export { type AwsOperationName, type AwsPattern, toAwsResource } from "./authoring/aws-resource.ts";
export type { AwsCallOptions, AwsOperation, AwsServices } from "./authoring/aws-services.ts";
export { callback, type CallbackOptions } from "./authoring/callback.ts";
export {
  container,
  type ContainerOptions,
  type ContainerResult,
  type ContainerTask,
} from "./authoring/container.ts";
export { distributedMap } from "./authoring/distributed-map.ts";
export type { DistributedMapOptions } from "./authoring/distributed-map-options.ts";
export { type Flow, flow, type FlowContext, type FlowOptions } from "./authoring/flow.ts";
export { map, type MapOptions } from "./authoring/map.ts";
export { retry } from "./authoring/retry.ts";
export {
  type CsvItems,
  type ItemSource,
  type JsonItems,
  type ListedObject,
  type ObjectItems,
  s3,
  type S3ItemsOptions,
  type S3Object,
  toItemReader,
} from "./authoring/s3-items.ts";
export { type Duration, sleep, sleepUntil } from "./authoring/sleep.ts";
export { type Task, task, type TaskContext } from "./authoring/task.ts";
export { retryRulesOf, type StepOptions, type TaskOptions } from "./authoring/task-options.ts";
export type { FlowDeployment, FlowDeployOptions } from "./deploy/flow-deploy-options.ts";
export { FlowError } from "./errors/flow-error.ts";
export { ItemReaderFailed, ItemsFailed, TaskFailed, TaskTimedOut } from "./errors/task-errors.ts";
export type { Json } from "./json/json.ts";
export { NotJsonError } from "./json/not-json-error.ts";
export type { FailedItem, MapRunResult } from "./native/map-run-result.ts";
export { checkParameters, InvalidParameters } from "./parameters/check-parameters.ts";
export type { JsonSchema } from "./parameters/json-schema.ts";
export { type ErrorClass, type Retrier, type RetryRule, toRetriers } from "./retry/retry-rule.ts";
