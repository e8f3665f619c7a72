import type { Cluster } from "@acme-engine/cfn";
import { AcmeError } from "@acme-engine/cfn";
import { deploymentTag, readTags } from "../deployments/state-machines.ts";
import type { DeploymentName } from "../names/deployment-name.ts";
import type { DeployContext } from "./deploy-context.ts";

/**
 * `etl/prod` and a flowless `etl-prod` have the same resource name. The second of them must not replace the first.
 * @throws AcmeError ACME_NAME_TAKEN
 */
export async function refuseTakenName(
  { target, signal }: DeployContext,
  cluster: Cluster,
  { fullName, resourceName }: DeploymentName,
): Promise<void> {
  const [, partition, , region, account] = cluster.clusterArn.split(":");
  const stateMachineArn = `arn:${partition}:states:${region}:${account}:stateMachine:${resourceName}`;
  const tags = await readTags(target, stateMachineArn, signal);
  const holder = tags?.[deploymentTag];
  if (tags === undefined || holder === fullName) return;
  if (holder === undefined)
    throw new AcmeError(
      "ACME_NAME_TAKEN",
      `There is a state machine "${resourceName}" that is not a deployment of ours; "${fullName}" would replace it.`,
      {
        hint: `Name the deployment otherwise, or give the state machine the tag ${deploymentTag}=${fullName} to have it replaced.`,
      },
    );
  throw new AcmeError(
    "ACME_NAME_TAKEN",
    `"${fullName}" would be named "${resourceName}" at AWS, and so is the deployment "${holder}".`,
    { hint: "Name the flow or the deployment otherwise." },
  );
}
