export type { Clock, Hold } from "./native/clock.ts";
export type { TaskCall } from "./native/run.ts";
export { type FlowRun, runFlow, type RunFlowOptions } from "./run-flow/run-flow.ts";
export { VirtualClock } from "./run-flow/virtual-clock.ts";
