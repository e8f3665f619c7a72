import { checkClusterName, realPace } from "@acme-engine/cfn";
import type { Pace } from "@acme-engine/cfn";
import { resolveImageDigest } from "@acme-engine/stepfn";
import type { DefinitionFile } from "@acme-engine/stepfn";
import { createAwsClients } from "./aws-clients.ts";
import type { AwsClientOptions, AwsClients } from "./aws-clients.ts";
import { compileOnly, deploy, deployFile } from "./deploy/deploy.ts";
import type { CompiledJob } from "./deploy/deploy.ts";
import type { DeployContext, ResolveImage } from "./deploy/deploy-context.ts";
import type { DeployEvent } from "./deploy/deploy-event.ts";
import type { Deployment } from "./deploy/deployment.ts";
import { deleteDeployment } from "./deployments/delete-deployment.ts";
import type { DeletedDeployment } from "./deployments/delete-deployment.ts";
import { listDeployments } from "./deployments/list-deployments.ts";
import type { DeploymentSummary } from "./deployments/list-deployments.ts";
import { rollbackDeployment } from "./deployments/rollback-deployment.ts";
import type { RolledBackDeployment } from "./deployments/rollback-deployment.ts";
import type { FlowDeployOptions } from "./flows/flow-deploy-options.ts";
import { createIdentity } from "./identity.ts";
import { BadInputError } from "./input/bad-input.ts";
import type { DeployOptions } from "./input/deploy-options.ts";
import { describeRun } from "./runs/describe-run.ts";
import { findRun } from "./runs/find-run.ts";
import type { RunReference } from "./runs/find-run.ts";
import { followRun } from "./runs/follow-run.ts";
import type { FollowRunOptions } from "./runs/follow-run.ts";
import { listRuns } from "./runs/list-runs.ts";
import type { ListRunsOptions } from "./runs/list-runs.ts";
import type { LogLine } from "./runs/log-line.ts";
import { readLogs } from "./runs/read-logs.ts";
import type { ReadLogsOptions } from "./runs/read-logs.ts";
import type { RunEvent } from "./runs/run-event.ts";
import type { Run } from "./runs/run.ts";
import { startRun } from "./runs/start-run.ts";
import type { StartRunOptions } from "./runs/start-run.ts";
import { stopRun } from "./runs/stop-run.ts";
import type { StopRunOptions } from "./runs/stop-run.ts";
import { waitForRun } from "./runs/wait-for-run.ts";
import type { Target } from "./target.ts";

export interface AcmeFlowDeployerOptions extends AwsClientOptions {
  /** Name of the cluster that everything here belongs to. */
  cluster: string;
  /** Clients that were made elsewhere; then region, profile, endpoint and the rest of their making are not taken. */
  clients?: AwsClients | undefined;
  /** Where definition files are written. Default `.acme/definitions`, below the current folder. */
  definitionsDirectory?: string | undefined;
  /** What a deployment is doing, as it does it. Nothing is printed here. */
  onEvent?: ((event: DeployEvent) => void) | undefined;
  /**
   * Whether an image's tag is pinned to the digest that it stands for when deploying. Default: on AWS yes, elsewhere no
   * (a laptop runs the image that it has). A function resolves it its own way.
   */
  resolveImage?: boolean | ResolveImage | undefined;
  /** Default: the machine's own clock. */
  pace?: Pace | undefined;
}

export interface CallOptions {
  signal?: AbortSignal | undefined;
}

/**
 * Deploys jobs to one cluster and runs them. The same calls work against AWS and against the local engine: the clients
 * decide.
 * @example
 * const deployer = new AcmeFlowDeployer({ cluster: "batch" });
 * await deployer.deploy({ name: "hello", image: "alpine:3.22", command: ["echo", "hello"] });
 * const run = await deployer.wait(await deployer.run("hello"));
 */
export class AcmeFlowDeployer {
  readonly cluster: string;
  readonly clients: AwsClients;
  readonly #target: Target;
  readonly #definitionsDirectory: string;
  readonly #onEvent: (event: DeployEvent) => void;
  readonly #resolveImage: ResolveImage | undefined;

  /** @throws AcmeError ACME_BAD_NAME, BadInputError */
  constructor(options: AcmeFlowDeployerOptions) {
    const { cluster, clients, pace = realPace, resolveImage, ...clientOptions } = options;
    checkClusterName(cluster);
    if (clients !== undefined) refuseClientOptions(clientOptions);
    this.cluster = cluster;
    this.clients = clients ?? createAwsClients(clientOptions);
    this.#target = { cluster, clients: this.clients, pace, identity: createIdentity(this.clients) };
    this.#definitionsDirectory = options.definitionsDirectory ?? ".acme/definitions";
    this.#onEvent = options.onEvent ?? (() => {});
    this.#resolveImage = chooseResolver(resolveImage ?? this.clients.isAws);
  }

  /**
   * Makes the job runnable: image → task definition → definition file → state machine → alias `live`. The same options
   * again change nothing and say so. Runs that go on finish on the version they began with.
   * @throws BadInputError ACME_BAD_INPUT and AcmeError ACME_BAD_NAME before any call; ClusterNotFoundError; what
   * `@acme-engine/cfn` and `@acme-engine/stepfn` say.
   */
  async deploy(options: DeployOptions, { signal }: CallOptions = {}): Promise<Deployment> {
    return deploy(this.#deployContext(signal), options);
  }

  /**
   * Makes a flow runnable, which is an async TypeScript function: it is compiled to a state machine, and each of its tasks runs in a
   * container. The same source and options again change nothing and say so.
   * @throws as `deploy`; FlowCompileError ACME_FLOW_REFUSED with every problem and its place in the source.
   */
  async deployFlow(options: FlowDeployOptions, { signal }: CallOptions = {}): Promise<Deployment> {
    // The compiler has a native parser, which nobody else needs to load.
    const { deployFlow } = await import("./flows/deploy-flow.ts");
    return deployFlow(this.#deployContext(signal), options);
  }

  /** Writes the definition file that `deployFlow` would deploy; those of flows that it calls go to the definitions directory. */
  async compileFlow(
    options: FlowDeployOptions,
    { signal, path }: CallOptions & { path?: string | undefined } = {},
  ): Promise<CompiledJob<DefinitionFile>> {
    const { compileFlowOnly } = await import("./flows/deploy-flow.ts");
    return compileFlowOnly(this.#deployContext(signal), options, path);
  }

  /** Deploys a definition file that `compile` wrote; its task definition first, when it names none yet. */
  async deployFile(path: string, { signal }: CallOptions = {}): Promise<Deployment> {
    return deployFile(this.#deployContext(signal), path);
  }

  /**
   * Writes the definition file that `deploy` would deploy, and makes nothing at AWS.
   * `path`: default `<definitionsDirectory>/<resource name>.json`.
   */
  async compile(
    options: DeployOptions,
    { signal, path }: CallOptions & { path?: string | undefined } = {},
  ): Promise<CompiledJob> {
    return compileOnly(this.#deployContext(signal), options, path);
  }

  /** The deployments of the cluster, by name. */
  async listDeployments({ signal }: CallOptions = {}): Promise<DeploymentSummary[]> {
    return listDeployments(this.#target, signal);
  }

  /** Moves `live` back to an older version: the one before, unless `toVersion` names another. */
  async rollback(
    name: string,
    { toVersion, signal }: CallOptions & { toVersion?: number | undefined } = {},
  ): Promise<RolledBackDeployment> {
    return rollbackDeployment(this.#target, name, toVersion, signal);
  }

  /** Deletes the state machine with its versions and history, and the task stack. Runs that go on are stopped by AWS. */
  async deleteDeployment(name: string, { signal }: CallOptions = {}): Promise<DeletedDeployment> {
    return deleteDeployment(this.#deployContext(signal), name);
  }

  /** Starts a run of a deployment (`etl/prod`; `prod` when only one flow has it) on the version that is live. */
  async run(name: string, options: StartRunOptions = {}): Promise<Run> {
    return startRun(this.#target, name, options);
  }

  /** A run's events from its start on, as they happen; ends after `runEnded`. */
  async *follow(
    run: RunReference,
    options: FollowRunOptions = {},
  ): AsyncGenerator<RunEvent, void, undefined> {
    const { signal } = options;
    yield* followRun(this.#target, await findRun(this.#target, run, signal), options);
  }

  /** The run as it is now; one that did not succeed says why. */
  async getRun(run: RunReference, { signal }: CallOptions = {}): Promise<Run> {
    return describeRun(this.#target, await findRun(this.#target, run, signal), signal);
  }

  /** Runs of one deployment or of all, newest first. */
  async listRuns(options: ListRunsOptions = {}): Promise<Run[]> {
    return listRuns(this.#target, options);
  }

  /** The lines that a run's containers wrote. */
  async *logs(run: RunReference, options: ReadLogsOptions = {}): AsyncGenerator<LogLine, void, undefined> {
    yield* readLogs(this.#target, await findRun(this.#target, run, options.signal), options);
  }

  /** Stops a run and its task; resolves when it has ended. */
  async stop(run: RunReference, options: StopRunOptions = {}): Promise<Run> {
    return stopRun(this.#target, await findRun(this.#target, run, options.signal), options);
  }

  /** Resolves when the run has ended, however it ended. */
  async wait(run: RunReference, { signal }: CallOptions = {}): Promise<Run> {
    const executionArn = await findRun(this.#target, run, signal);
    await waitForRun(this.#target, executionArn, signal);
    return describeRun(this.#target, executionArn, signal);
  }

  #deployContext(signal: AbortSignal | undefined): DeployContext {
    return {
      target: this.#target,
      definitionsDirectory: this.#definitionsDirectory,
      resolveImage: this.#resolveImage,
      emit: this.#onEvent,
      signal,
    };
  }
}

function refuseClientOptions(options: Omit<AcmeFlowDeployerOptions, "cluster" | "clients">): void {
  const { region, profile, endpoint, requestHandler, retry, env } = options;
  const problems = Object.entries({ region, profile, endpoint, requestHandler, retry, env })
    .filter(([, value]) => value !== undefined)
    .map(([path]) => ({ path, message: "and clients exclude each other: the clients have it already" }));
  if (problems.length > 0) throw new BadInputError("new AcmeFlowDeployer()", problems);
}

function chooseResolver(wanted: boolean | ResolveImage): ResolveImage | undefined {
  if (typeof wanted === "function") return wanted;
  return wanted ? (image, { signal }) => resolveImageDigest(image, { fetch, signal }) : undefined;
}
