import { ListStateMachinesCommand, ListTagsForResourceCommand } from "@aws-sdk/client-sfn";
import { AwsCallError, callAws } from "@acme-engine/cfn";
import { mapConcurrently } from "../map-concurrently.ts";
import { withSignal } from "../target.ts";
import type { Target } from "../target.ts";

/** Tags that every deployment's state machine carries. */
export const clusterTag = "acme:cluster";
/** Its value is the deployment's full name. */
export const deploymentTag = "acme:deployment";

/** A state machine that belongs to a deployment of the cluster. */
export interface DeployedMachine {
  readonly stateMachineArn: string;
  /** The deployment's full name. */
  readonly fullName: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** The alias through which runs are started. */
export const liveAlias = "live";

export async function stateMachineArnOf(
  target: Target,
  resourceName: string,
  signal?: AbortSignal,
): Promise<string> {
  const { partition, region, account } = await target.identity(signal);
  return `arn:${partition}:states:${region}:${account}:stateMachine:${resourceName}`;
}

/** `batch-etl-prod` for `arn:aws:states:eu-central-1:123456789012:stateMachine:batch-etl-prod`, qualified or not. */
export function resourceNameOf(stateMachineArn: string): string {
  return stateMachineArn.split(":")[6] ?? "";
}

/** All deployments of the cluster. One call for a thousand state machines, and one for each that may be the cluster's. */
export async function listMachines(target: Target, signal?: AbortSignal): Promise<DeployedMachine[]> {
  const arns: string[] = [];
  let nextToken: string | undefined;
  do {
    const command = new ListStateMachinesCommand({
      maxResults: 1000,
      ...(nextToken !== undefined && { nextToken }),
    });
    const page = await callAws("ListStateMachines", () =>
      target.clients.stepFunctions.send(command, withSignal(signal)),
    );
    for (const { name, stateMachineArn } of page.stateMachines ?? [])
      if (name?.startsWith(`${target.cluster}-`) === true && stateMachineArn !== undefined)
        arns.push(stateMachineArn);
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  const machines = await mapConcurrently(arns, 8, async (stateMachineArn) => {
    const tags = await readTags(target, stateMachineArn, signal);
    const fullName = tags?.[deploymentTag];
    // A name may start like the cluster's and belong to another one: "batch-eu-etl" to "batch-eu".
    if (tags === undefined || fullName === undefined || tags[clusterTag] !== target.cluster) return undefined;
    return { stateMachineArn, fullName, tags };
  });
  return machines
    .filter((machine) => machine !== undefined)
    .sort((a, b) => a.fullName.localeCompare(b.fullName));
}

/** Undefined when there is no such state machine. */
export async function readTags(
  { clients }: Target,
  stateMachineArn: string,
  signal?: AbortSignal,
): Promise<Record<string, string> | undefined> {
  try {
    const { tags } = await callAws("ListTagsForResource", () =>
      clients.stepFunctions.send(
        new ListTagsForResourceCommand({ resourceArn: stateMachineArn }),
        withSignal(signal),
      ),
    );
    return Object.fromEntries((tags ?? []).map(({ key, value }) => [key ?? "", value ?? ""]));
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** Step Functions says one of these for what does not exist, depending on the operation. */
export function isMissing(error: unknown): boolean {
  return (
    error instanceof AwsCallError &&
    ["ResourceNotFound", "StateMachineDoesNotExist", "ExecutionDoesNotExist"].includes(error.awsCode)
  );
}
