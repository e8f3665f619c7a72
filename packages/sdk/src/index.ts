export { createAwsClients } from "./aws-clients.ts";
export type { AwsClientOptions, AwsClients, RequestHandler, RetryOptions } from "./aws-clients.ts";
export type { Deployment } from "./deploy/deployment.ts";
export type { LogLine } from "./runs/log-line.ts";
export { hasEnded } from "./runs/run.ts";
export type { Run, RunFailure } from "./runs/run.ts";
export type { RunEvent } from "./runs/run-event.ts";
