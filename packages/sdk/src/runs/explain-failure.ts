import type { ExecutionStatus } from "@aws-sdk/client-sfn";
import { parseEcsTask } from "./ecs-task.ts";
import type { EcsTask } from "./ecs-task.ts";
import { decisiveContainer, explainTask } from "./explain-task.ts";
import { parseRunnerCause } from "./runner-cause.ts";
import type { RunFailure } from "./run.ts";

export interface FailedRun {
  readonly status: ExecutionStatus;
  /** The execution's error name and cause. */
  readonly error?: string | undefined;
  readonly cause?: string | undefined;
  /** The state that failed, and for a flow where it comes from. */
  readonly state?: string | undefined;
  readonly source?: string | undefined;
  /** The task that stopped last, as it was described at its end. */
  readonly task?: EcsTask | undefined;
  readonly containerName?: string | undefined;
  /** Of that task, oldest first. */
  readonly lastLogLines: readonly string[];
}

/**
 * Says in one sentence why a run did not succeed. What the container said itself comes first, then what ECS says of the
 * task, then what Step Functions says of the execution.
 */
export function explainFailure(run: FailedRun): RunFailure {
  const task = run.task ?? parseEcsTask(run.cause);
  const thrown = parseRunnerCause(run.cause);
  const exitCode = task === undefined ? undefined : decisiveContainer(task, run.containerName)?.exitCode;
  return {
    reason: explain(run, task, exitCode),
    lastLogLines: run.lastLogLines,
    ...(run.error !== undefined && { error: run.error }),
    ...(thrown !== undefined && { errorMessage: thrown.errorMessage }),
    ...(thrown?.stack !== undefined && { stack: thrown.stack }),
    ...(run.state !== undefined && { state: run.state }),
    ...(run.source !== undefined && { source: run.source }),
    ...(exitCode !== undefined && { exitCode }),
    ...(task?.stoppedReason !== undefined && { stoppedReason: task.stoppedReason }),
    ...(task?.stopCode !== undefined && { stopCode: task.stopCode }),
    ...(task !== undefined && { taskArn: task.taskArn }),
  };
}

function explain(run: FailedRun, task: EcsTask | undefined, exitCode: number | undefined): string {
  const { status, error, cause, source } = run;
  if (source !== undefined) return explainFlow(run, task);
  if (status === "ABORTED") return `The run was stopped${withDetails(error, cause)}.`;
  if (status === "TIMED_OUT" || error === "States.Timeout")
    return `The run took longer than its time limit and was stopped${withDetails(undefined, cause)}.`;
  if (task !== undefined && (task.stopCode !== undefined || task.containers !== undefined)) {
    const sentence = explainTask(task, run.containerName);
    const lastLine = run.lastLogLines.findLast(saysSomething)?.trim();
    if (exitCode === undefined || exitCode === 0 || lastLine === undefined) return sentence;
    return `${sentence.slice(0, -1)}; its last line was ${JSON.stringify(cut(lastLine, 200))}.`;
  }
  if (error?.startsWith("ECS.") === true || error?.startsWith("AmazonECS.") === true)
    return `ECS did not start the task${withDetails(error, cause)}.`;
  return `The run failed${withDetails(error, cause)}.`;
}

/** A flow's run says what its code says: the error's class and message, and the line of the flow that it came from. */
function explainFlow(
  { status, error, cause, state, source, containerName }: FailedRun,
  task: EcsTask | undefined,
): string {
  const thrown = parseRunnerCause(cause);
  const place = `${state} (${source})`;
  if (thrown !== undefined) {
    const { errorType, errorMessage } = thrown;
    return `${cut(`${errorType}: ${errorMessage.replace(/\.$/, "")}`, 500)}, in ${place}.`;
  }
  if (status === "FAILED" && error === "States.Timeout") {
    const how = task?.stopCode === undefined ? "" : ` ${explainTask(task, containerName)}`;
    return `${place} ran out of time, or its container was not heard of any more.${how}`;
  }
  if (task?.stopCode !== undefined) return `${explainTask(task, containerName).slice(0, -1)}, in ${place}.`;
  const words = cut((cause ?? "").trim(), 500);
  return `${[error, words].filter(Boolean).join(": ") || "The run failed"}, in ${place}.`;
}

/** A line that is empty, or in which the flow runner only points to the lines before it, does not. */
function saysSomething(line: string): boolean {
  return line.trim() !== "" && !/^acme: .+ above$/.test(line);
}

function withDetails(error: string | undefined, cause: string | undefined): string {
  const words = cut((cause ?? "").trim().replace(/\.$/, ""), 500);
  if (error !== undefined && error !== "" && words !== "") return `: ${words} (${error})`;
  if (words !== "") return `: ${words}`;
  return error === undefined || error === "" ? "" : `: ${error}`;
}

function cut(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length - 3)}...` : text;
}
