import { DescribeExecutionCommand } from "@aws-sdk/client-sfn";
import { AcmeError, callAws } from "@acme-engine/cfn";
import { expectDeployment, searchDeployment } from "../deployments/find-deployment.ts";
import { isMissing, listMachines } from "../deployments/state-machines.ts";
import { mapConcurrently } from "../map-concurrently.ts";
import { nearestNames } from "../names/nearest-names.ts";
import { withSignal } from "../target.ts";
import type { Target } from "../target.ts";
import { listRuns } from "./list-runs.ts";
import type { Run } from "./run.ts";
import { checkRunName } from "./run-name.ts";

/** A run, its execution's ARN, `<deployment>/<run name>`, or the run's name alone. */
export type RunReference = string | Pick<Run, "executionArn">;

/**
 * The execution's ARN. Asks AWS only for a name without a deployment, which may be in any of them.
 * @throws AcmeError ACME_RUN_NOT_FOUND, ACME_RUN_AMBIGUOUS; DeploymentNotFoundError
 */
export async function findExecutionArn(
  target: Target,
  reference: RunReference,
  signal: AbortSignal | undefined,
): Promise<string> {
  if (typeof reference !== "string") return reference.executionArn;
  if (reference.startsWith("arn:")) return reference;
  const slash = reference.lastIndexOf("/");
  const name = checkRunName(reference.slice(slash + 1));
  if (slash === -1) return searchRun(target, name, signal);
  const deployment = reference.slice(0, slash);
  const { stateMachineArn } = await expectDeployment(target, deployment, signal);
  const expected = toExecutionArn(stateMachineArn, name);
  if (await exists(target, expected, signal)) return expected;
  const found = await searchDeployment(target, deployment, signal);
  return toExecutionArn(found.stateMachineArn, name);
}

async function searchRun(target: Target, name: string, signal: AbortSignal | undefined): Promise<string> {
  const machines = await listMachines(target, signal);
  const matches = await mapConcurrently(machines, 8, async (machine) => {
    const executionArn = toExecutionArn(machine.stateMachineArn, name);
    return (await exists(target, executionArn, signal)) ? { ...machine, executionArn } : undefined;
  });
  const found = matches.filter((match) => match !== undefined);
  const [only] = found;
  if (only === undefined) throw await runNotFound(target, name, signal);
  if (found.length > 1) {
    const names = found.map(({ fullName }) => `${fullName}/${name}`);
    throw new AcmeError("ACME_RUN_AMBIGUOUS", `"${name}" may be ${names.join(" or ")}.`, {
      hint: "Give the deployment's name too: <deployment>/<run>.",
    });
  }
  return only.executionArn;
}

async function exists(target: Target, executionArn: string, signal: AbortSignal | undefined) {
  try {
    await callAws("DescribeExecution", () =>
      target.clients.stepFunctions.send(new DescribeExecutionCommand({ executionArn }), withSignal(signal)),
    );
    return true;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}

/** The error for a run that is not there; it names the runs that may have been meant, else the latest. */
export async function runNotFound(
  target: Target,
  reference: string,
  signal: AbortSignal | undefined,
): Promise<AcmeError> {
  const name = reference.slice(Math.max(reference.lastIndexOf("/"), reference.lastIndexOf(":")) + 1);
  const runs = await listRuns(target, { limit: 50, signal });
  const nearest = nearestNames(
    name,
    runs.map((run) => run.name),
  );
  const shown = nearest.length > 0 ? nearest : runs.slice(0, 5).map((run) => run.name);
  const hint =
    shown.length === 0
      ? "No run has been started in this cluster yet."
      : nearest.length > 0
        ? `Did you mean ${shown.join(" or ")}?`
        : `The latest runs: ${shown.join(", ")}.`;
  return new AcmeError("ACME_RUN_NOT_FOUND", `Cluster "${target.cluster}" has no run "${reference}".`, {
    hint,
  });
}

/** Runs started through an alias have the unqualified machine in their ARN. Source: Step Functions API Reference, StartExecution */
function toExecutionArn(stateMachineArn: string, name: string): string {
  return `${stateMachineArn.replace(":stateMachine:", ":execution:")}:${name}`;
}
