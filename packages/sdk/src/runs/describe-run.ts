import { DescribeExecutionCommand } from "@aws-sdk/client-sfn";
import type { DescribeExecutionOutput, ExecutionListItem } from "@aws-sdk/client-sfn";
import { callAws } from "@acme-engine/cfn";
import { deploymentTag, readTags, resourceNameOf } from "../deployments/state-machines.ts";
import { withSignal } from "../target.ts";
import type { Target } from "../target.ts";
import { explainFailure } from "./explain-failure.ts";
import { readHistoryAfter } from "./read-history.ts";
import { hasEnded } from "./run.ts";
import { describeStopped } from "./describe-tasks.ts";
import { readSourcePlace } from "./source-place.ts";
import type { Run, RunFailure } from "./run.ts";
import { readLastLines } from "./task-log.ts";
import { createHistoryTracker } from "./track-history.ts";

/** How many of the last lines a failure shows. */
export const lastLogLines = 10;

/** The execution as a run, without asking why it failed. */
export async function describeExecution(
  target: Target,
  executionArn: string,
  signal: AbortSignal | undefined,
): Promise<{ run: Run; error?: string; cause?: string }> {
  const execution = await callAws("DescribeExecution", () =>
    target.clients.stepFunctions.send(new DescribeExecutionCommand({ executionArn }), withSignal(signal)),
  );
  const deployment = await fullNameOf(target, execution.stateMachineArn ?? "", signal);
  const { input, output, error, cause } = execution;
  const run: Run = {
    ...toRun(execution, deployment),
    ...(input !== undefined && { parameters: parseJson(input) }),
    ...(output !== undefined && { output: parseJson(output) }),
  };
  return { run, ...(error !== undefined && { error }), ...(cause !== undefined && { cause }) };
}

/** The execution as a run; one that did not succeed says why. */
export async function describeRun(
  target: Target,
  executionArn: string,
  signal: AbortSignal | undefined,
): Promise<Run> {
  const { run, error, cause } = await describeExecution(target, executionArn, signal);
  if (!hasEnded(run) || run.status === "SUCCEEDED") return run;
  return { ...run, failure: await findFailure(target, run, { error, cause }, signal) };
}

/** Joins the history, the task that stopped last and its last log lines. */
async function findFailure(
  target: Target,
  run: Run,
  execution: { error?: string | undefined; cause?: string | undefined },
  signal: AbortSignal | undefined,
): Promise<RunFailure> {
  const facts = createHistoryTracker().read(await readHistoryAfter(target, run.executionArn, 0, signal));
  const stopped = facts.findLast((fact) => fact.kind === "taskStopped");
  const submitted = facts.findLast(
    (fact) => fact.kind === "taskSubmitted" && [undefined, fact.task.taskArn].includes(stopped?.task.taskArn),
  );
  const containerName = submitted?.kind === "taskSubmitted" ? submitted.containerName : undefined;
  const task = stopped?.task ?? (submitted?.kind === "taskSubmitted" ? submitted.task : undefined);
  const end = facts.findLast((fact) => fact.kind === "runEnded");
  const place = await findPlace(target, run, end?.state, signal);
  const lines =
    task === undefined ? [] : await readLastLines(target, task, containerName, lastLogLines, signal);
  return explainFailure({
    status: run.status,
    ...execution,
    ...place,
    task: await describeStopped(target, stopped?.task, signal),
    containerName,
    lastLogLines: lines,
  });
}

/** The state that failed, and where in a flow it comes from. */
export async function findPlace(
  target: Target,
  { executionArn }: Run,
  state: string | undefined,
  signal: AbortSignal | undefined,
): Promise<{ state?: string; source?: string }> {
  if (state === undefined) return {};
  const source = await readSourcePlace(target, executionArn, state, signal);
  return { state, ...(source !== undefined && { source }) };
}

/** What a description and a list have in common. */
export function toRun(execution: DescribeExecutionOutput | ExecutionListItem, deployment: string): Run {
  const { stateMachineVersionArn, stopDate } = execution;
  return {
    name: execution.name ?? "",
    deployment,
    executionArn: execution.executionArn ?? "",
    status: execution.status ?? "RUNNING",
    startedAt: execution.startDate ?? new Date(0),
    ...(stopDate !== undefined && { stoppedAt: stopDate }),
    ...(stateMachineVersionArn !== undefined && {
      version: Number(stateMachineVersionArn.slice(stateMachineVersionArn.lastIndexOf(":") + 1)),
    }),
  };
}

/** A deployment that has been deleted is called by its resource name, without the cluster's. */
async function fullNameOf(target: Target, stateMachineArn: string, signal: AbortSignal | undefined) {
  const tags = await readTags(target, stateMachineArn, signal);
  return tags?.[deploymentTag] ?? resourceNameOf(stateMachineArn).replace(`${target.cluster}-`, "");
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
