import { AcmeFlowDeployer } from "../acme-flow-deployer.ts";
import type { AcmeFlowDeployerOptions } from "../acme-flow-deployer.ts";
import type { Deployment } from "../deploy/deployment.ts";
import type { FlowDeployOptions } from "./flow-deploy-options.ts";

export interface DeployFlowOptions
  extends FlowDeployOptions, Partial<Omit<AcmeFlowDeployerOptions, "requestHandler" | "retry" | "pace">> {
  signal?: AbortSignal | undefined;
}

/** The cluster that is meant when none is named; the command's too. */
const defaultCluster = "jobs";

/**
 * `AcmeFlowDeployer.deployFlow` in one call, which is what `flow.deploy()` makes. It goes to AWS, or to `endpoint` (default:
 * `AWS_ENDPOINT_URL`); the cluster is `cluster`, else `workPoolName`, else `ACME_CLUSTER`, else `jobs`.
 */
export async function deployFlow({
  cluster,
  clients,
  region,
  profile,
  endpoint,
  env = process.env,
  definitionsDirectory,
  onEvent,
  resolveImage,
  signal,
  ...options
}: DeployFlowOptions): Promise<Deployment> {
  const deployer = new AcmeFlowDeployer({
    cluster: cluster ?? options.workPoolName ?? env["ACME_CLUSTER"] ?? defaultCluster,
    definitionsDirectory,
    onEvent,
    resolveImage,
    ...(clients === undefined
      ? { region, profile, env, endpoint: endpoint ?? env["AWS_ENDPOINT_URL"] }
      : { clients }),
  });
  try {
    return await deployer.deployFlow(options, { signal });
  } finally {
    if (clients === undefined) deployer.clients.close();
  }
}
