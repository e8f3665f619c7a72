export { awsError } from "./errors/aws-error.ts";
export type { AslCall } from "./native/call-asl.ts";
export type { AwsCall } from "./native/call-aws.ts";
export type { Clock, Hold } from "./native/clock.ts";
export type { Items, TaskCall } from "./native/run.ts";
export type { WrittenResults } from "./native/run-distributed-map.ts";
export { type FlowRun, runFlow, type RunFlowOptions } from "./run-flow/run-flow.ts";
export { VirtualClock } from "./run-flow/virtual-clock.ts";
