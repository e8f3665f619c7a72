import { DescribeStateMachineAliasCommand, DescribeStateMachineCommand } from "@aws-sdk/client-sfn";
import { callAws } from "@acme-engine/cfn";
import { readComment } from "@acme-engine/stepfn";
import { labelsOf } from "../input/labels.ts";
import { mapConcurrently } from "../map-concurrently.ts";
import { withSignal } from "../target.ts";
import type { Target } from "../target.ts";
import { isMissing, listMachines, liveAlias } from "./state-machines.ts";
import type { DeployedMachine } from "./state-machines.ts";

/** A deployment as a list shows it. */
export interface DeploymentSummary {
  readonly fullName: string;
  readonly stateMachineArn: string;
  /** The live version; absent when a deployment was cut off before there was one. */
  readonly version?: number;
  /** When `live` was moved last. */
  readonly deployedAt?: Date;
  /** As given to `deploy`. */
  readonly description?: string;
  /** What the live version runs. */
  readonly taskDefinitionArn?: string;
  readonly labels: readonly string[];
}

/** The deployments of the cluster, by name. Three calls for each, eight at once. */
export async function listDeployments(target: Target, signal?: AbortSignal): Promise<DeploymentSummary[]> {
  const machines = await listMachines(target, signal);
  return mapConcurrently(machines, 8, (machine) => summarise(target, machine, signal));
}

async function summarise(
  { clients }: Target,
  { stateMachineArn, fullName, tags }: DeployedMachine,
  signal: AbortSignal | undefined,
): Promise<DeploymentSummary> {
  const summary = { fullName, stateMachineArn, labels: labelsOf(tags) };
  try {
    const alias = await callAws("DescribeStateMachineAlias", () =>
      clients.stepFunctions.send(
        new DescribeStateMachineAliasCommand({ stateMachineAliasArn: `${stateMachineArn}:${liveAlias}` }),
        withSignal(signal),
      ),
    );
    const versionArn = alias.routingConfiguration?.[0]?.stateMachineVersionArn;
    if (versionArn === undefined) return summary;
    const live = await callAws("DescribeStateMachine", () =>
      clients.stepFunctions.send(
        new DescribeStateMachineCommand({ stateMachineArn: versionArn }),
        withSignal(signal),
      ),
    );
    const definition = live.definition ?? "";
    const description = descriptionOf(definition);
    const taskDefinitionArn = /arn:[\w-]+:ecs:[\w-]+:\d{12}:task-definition\/[\w-]+:\d+/.exec(
      definition,
    )?.[0];
    return {
      ...summary,
      version: Number(versionArn.slice(versionArn.lastIndexOf(":") + 1)),
      ...(alias.updateDate !== undefined && { deployedAt: alias.updateDate }),
      ...(description !== undefined && { description }),
      ...(taskDefinitionArn !== undefined && { taskDefinitionArn }),
    };
  } catch (error) {
    // Deleted under our hands, or never finished.
    if (isMissing(error)) return summary;
    throw error;
  }
}

/** The words of a definition's comment are `<resource name>[ <version>][: <description>]`. */
function descriptionOf(definition: string): string | undefined {
  const parsed: unknown = JSON.parse(definition);
  if (typeof parsed !== "object" || parsed === null || !("Comment" in parsed)) return undefined;
  const [, ...rest] = readComment(String(parsed.Comment)).words.split(": ");
  return rest.length === 0 ? undefined : rest.join(": ");
}
