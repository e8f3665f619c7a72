export { AcmeError } from "@acme-engine/cfn";
export type { StackEvent } from "@acme-engine/cfn";
export type { Definition, DefinitionFile, ResolvedImage } from "@acme-engine/stepfn";

export { AcmeFlowDeployer } from "./acme-flow-deployer.ts";
export type { AcmeFlowDeployerOptions, CallOptions } from "./acme-flow-deployer.ts";
export { createAwsClients } from "./aws-clients.ts";
export type { AwsClientOptions, AwsClients, RequestHandler, RetryOptions } from "./aws-clients.ts";
export { getCallerAccount } from "./identity.ts";

export type { CompiledJob } from "./deploy/deploy.ts";
export type { ResolveImage } from "./deploy/deploy-context.ts";
export type { DeployEvent, DeployPhase } from "./deploy/deploy-event.ts";
export type { Deployment } from "./deploy/deployment.ts";
export type { DeletedDeployment } from "./deployments/delete-deployment.ts";
export { DeploymentNotFoundError } from "./deployments/find-deployment.ts";
export type { DeploymentSummary } from "./deployments/list-deployments.ts";
export type { RolledBackDeployment } from "./deployments/rollback-deployment.ts";

export { deployFlow } from "./flows/deploy-flow-call.ts";
export type { DeployFlowOptions } from "./flows/deploy-flow-call.ts";
export type { FlowCompileError } from "./flows/flow-compile-error.ts";
export type { FlowDeployOptions } from "./flows/flow-deploy-options.ts";

export { BadInputError } from "./input/bad-input.ts";
export type { DeployOptions } from "./input/deploy-options.ts";
export { supportedJobVariables } from "./input/job-variables.ts";
export type { EcsWorkPoolVariables, JobVariables } from "./input/job-variables.ts";
export type { CapacityProvider } from "./input/read-capacity.ts";
export type { InputProblem } from "./input/read-value.ts";
export { createDeploymentName, parseDeploymentName } from "./names/deployment-name.ts";
export type { DeploymentName } from "./names/deployment-name.ts";

export type { RunReference } from "./runs/find-run.ts";
export type { FollowRunOptions } from "./runs/follow-run.ts";
export type { ListRunsOptions } from "./runs/list-runs.ts";
export type { LogLine } from "./runs/log-line.ts";
export type { ReadLogsOptions } from "./runs/read-logs.ts";
export { hasEnded } from "./runs/run.ts";
export type { Run, RunFailure } from "./runs/run.ts";
export type { RunEvent } from "./runs/run-event.ts";
export type { StartRunOptions } from "./runs/start-run.ts";
export type { StopRunOptions } from "./runs/stop-run.ts";
