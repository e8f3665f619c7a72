import { DescribeExecutionCommand } from "@aws-sdk/client-sfn";
import { AcmeError, AwsCallError, callAws } from "@acme-engine/cfn";
import { expectDeployment, searchDeployment } from "../deployments/find-deployment.ts";
import { isMissing, listMachines } from "../deployments/state-machines.ts";
import { mapConcurrently } from "../map-concurrently.ts";
import { nearestNames } from "@acme-engine/stepfn";
import { withSignal } from "../target.ts";
import type { Target } from "../target.ts";
import { listRuns } from "./list-runs.ts";
import type { Run } from "./run.ts";

/** A run, its execution's ARN, `<deployment>/<run name>`, or the run's name alone. */
export type RunReference = string | Pick<Run, "executionArn">;

/**
 * The ARN of an execution that is there.
 * @throws AcmeError ACME_RUN_NOT_FOUND with the runs that may have been meant, ACME_RUN_AMBIGUOUS; DeploymentNotFoundError
 */
export async function findRun(
  target: Target,
  reference: RunReference,
  signal: AbortSignal | undefined,
): Promise<string> {
  if (typeof reference !== "string") return reference.executionArn;
  const found = await findExecutions(target, reference, signal);
  const [only] = found;
  if (only === undefined) throw await runNotFound(target, reference, signal);
  if (found.length === 1) return only;
  const names = found.map((executionArn) => executionArn.split(":").slice(6).join(":"));
  throw new AcmeError("ACME_RUN_AMBIGUOUS", `"${reference}" is a run of ${names.join(" and of ")}.`, {
    hint: "Give the deployment's name too, <deployment>/<run>, or the execution's ARN.",
  });
}

async function findExecutions(
  target: Target,
  reference: string,
  signal: AbortSignal | undefined,
): Promise<string[]> {
  const existing = async (executionArns: string[]) => {
    const answers = await mapConcurrently(executionArns, 8, (arn) => exists(target, arn, signal));
    return executionArns.filter((_, index) => answers[index]);
  };
  if (reference.startsWith("arn:")) return existing([reference]);
  const slash = reference.lastIndexOf("/");
  const name = reference.slice(slash + 1);
  if (slash === -1) {
    const machines = await listMachines(target, signal);
    return existing(machines.map(({ stateMachineArn }) => toExecutionArn(stateMachineArn, name)));
  }
  const deployment = reference.slice(0, slash);
  const expected = await expectDeployment(target, deployment, signal);
  const found = await existing([toExecutionArn(expected.stateMachineArn, name)]);
  if (found.length > 0) return found;
  const { stateMachineArn } = await searchDeployment(target, deployment, signal);
  return existing([toExecutionArn(stateMachineArn, name)]);
}

async function exists(
  { clients }: Target,
  executionArn: string,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  try {
    await callAws("DescribeExecution", () =>
      clients.stepFunctions.send(new DescribeExecutionCommand({ executionArn }), withSignal(signal)),
    );
    return true;
  } catch (error) {
    // A name that no run can have makes no valid ARN.
    if (isMissing(error) || (error instanceof AwsCallError && error.awsCode === "InvalidArn")) return false;
    throw error;
  }
}

/** The error for a run that is not there; it names the runs that may have been meant, else the latest. */
async function runNotFound(
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
