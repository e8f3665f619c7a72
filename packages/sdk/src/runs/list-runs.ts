import { ListExecutionsCommand } from "@aws-sdk/client-sfn";
import type { ExecutionStatus } from "@aws-sdk/client-sfn";
import { callAws } from "@acme-engine/cfn";
import { locateDeployment } from "../deployments/find-deployment.ts";
import { listMachines } from "../deployments/state-machines.ts";
import type { DeployedMachine } from "../deployments/state-machines.ts";
import { mapConcurrently } from "../map-concurrently.ts";
import { withSignal } from "../target.ts";
import type { Target } from "../target.ts";
import { toRun } from "./describe-run.ts";
import type { Run } from "./run.ts";

export interface ListRunsOptions {
  /** One deployment's runs, by its name. Default: those of all deployments of the cluster. */
  deployment?: string | undefined;
  status?: ExecutionStatus | undefined;
  /** Default 20. */
  limit?: number | undefined;
  signal?: AbortSignal | undefined;
}

/** Runs, newest first, without parameters, output and failure. Step Functions keeps them for 90 days. */
export async function listRuns(target: Target, options: ListRunsOptions = {}): Promise<Run[]> {
  const { deployment, limit = 20, signal } = options;
  const machines =
    deployment === undefined
      ? await listMachines(target, signal)
      : [await locateDeployment(target, deployment, signal)];
  const lists = await mapConcurrently(machines, 4, (machine) =>
    listOf(target, machine, { ...options, limit }),
  );
  return lists
    .flat()
    .sort((a, b) => b.startedAt.getTime() - a.startedAt.getTime())
    .slice(0, limit);
}

async function listOf(
  { clients }: Target,
  { stateMachineArn, fullName }: DeployedMachine,
  { status, limit, signal }: ListRunsOptions & { limit: number },
): Promise<Run[]> {
  const runs: Run[] = [];
  let nextToken: string | undefined;
  do {
    const command = new ListExecutionsCommand({
      stateMachineArn,
      maxResults: Math.min(limit - runs.length, 1000),
      ...(status !== undefined && { statusFilter: status }),
      ...(nextToken !== undefined && { nextToken }),
    });
    const page = await callAws("ListExecutions", () =>
      clients.stepFunctions.send(command, withSignal(signal)),
    );
    runs.push(...(page.executions ?? []).map((execution) => toRun(execution, fullName)));
    nextToken = page.nextToken;
  } while (nextToken !== undefined && runs.length < limit);
  return runs;
}
