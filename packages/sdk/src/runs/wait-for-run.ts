import { DescribeExecutionCommand } from "@aws-sdk/client-sfn";
import type { ExecutionStatus } from "@aws-sdk/client-sfn";
import { callAws } from "@acme-engine/cfn";
import { createBackoff } from "../backoff.ts";
import { withSignal } from "../target.ts";
import type { Target } from "../target.ts";
import { hasEnded } from "./run.ts";

/** Resolves when the run has ended. How long that may take is the signal's business: a run may take days. */
export async function waitForRun(
  { clients, pace }: Target,
  executionArn: string,
  signal: AbortSignal | undefined,
): Promise<ExecutionStatus> {
  const backoff = createBackoff(pace);
  for (;;) {
    const { status = "RUNNING" } = await callAws("DescribeExecution", () =>
      clients.stepFunctions.send(new DescribeExecutionCommand({ executionArn }), withSignal(signal)),
    );
    if (hasEnded({ status })) return status;
    await backoff.pause(signal);
  }
}
