export { awsError } from "./errors/aws-error.ts";
export type { AslCall, AwsCall, TaskCall } from "./native/calls.ts";
export type { Clock, Hold } from "./native/clock.ts";
export type { Items } from "./native/run.ts";
export type { WrittenResults } from "./native/map-run-result.ts";
export { type FlowRun, runFlow, type RunFlowOptions } from "./run-flow/run-flow.ts";
export { VirtualClock } from "./run-flow/virtual-clock.ts";
