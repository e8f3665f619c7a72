import { StopExecutionCommand } from "@aws-sdk/client-sfn";
import { callAws } from "@acme-engine/cfn";
import { withSignal } from "../target.ts";
import type { Target } from "../target.ts";
import { describeRun } from "./describe-run.ts";
import type { Run } from "./run.ts";
import { waitForRun } from "./wait-for-run.ts";

export interface StopRunOptions {
  /** Why, in words; the run's failure shows it. */
  reason?: string | undefined;
  signal?: AbortSignal | undefined;
}

/** Source: Step Functions API Reference, StopExecution, `cause` */
const maxCauseLength = 32_768;

/**
 * Stops a run and its task (Step Functions stops the task, which gets SIGTERM; the tasks of a flow stop by themselves when a heartbeat is
 * refused). A run that had ended before stays as it ended: look at the status of the run that comes back.
 */
export async function stopRun(
  target: Target,
  executionArn: string,
  { reason, signal }: StopRunOptions,
): Promise<Run> {
  const cause = reason?.slice(0, maxCauseLength);
  const command = new StopExecutionCommand({
    executionArn,
    error: "Acme.Stopped",
    ...(cause !== undefined && { cause }),
  });
  await callAws("StopExecution", () => target.clients.stepFunctions.send(command, withSignal(signal)));
  await waitForRun(target, executionArn, signal);
  return describeRun(target, executionArn, signal);
}
