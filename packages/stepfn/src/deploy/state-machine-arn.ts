import type { SFNClient } from "@aws-sdk/client-sfn";
import { AcmeError } from "../acme-error.ts";
import type { DefinitionFile } from "../definition-file/definition-file.ts";

export const liveAlias = "live";

/**
 * The machine's ARN, without asking AWS: it lives where the client talks to, in the account of its role (Step Functions takes no
 * role of another account). Throws when the client is in another region than the cluster.
 */
export async function findStateMachineArn(file: DefinitionFile, client: SFNClient): Promise<string> {
  const region = await client.config.region();
  const clusterRegion = file.deployment.clusterArn.split(":")[3];
  if (clusterRegion !== region) {
    throw new AcmeError(
      "ACME_REGION_MISMATCH",
      `"${file.name}" was compiled for cluster ${file.deployment.clusterArn} in ${clusterRegion}; this deployment goes to ${region}.`,
      { hint: `Deploy with region ${clusterRegion}, or compile the job for a cluster in ${region}.` },
    );
  }
  const [, partition, , , account] = file.roleArn.split(":");
  return `arn:${partition}:states:${region}:${account}:stateMachine:${file.name}`;
}

/** 7 for `…:stateMachine:batch-etl-prod:7`. */
export function toVersionNumber(versionArn: string): number {
  return Number(versionArn.slice(versionArn.lastIndexOf(":") + 1));
}
