import type { EcsContainer, EcsTask } from "./ecs-task.ts";

/** The container that decided how the task ended: the job's, else the first that failed. */
export function decisiveContainer(task: EcsTask, name: string | undefined): EcsContainer | undefined {
  const containers = task.containers ?? [];
  return (
    containers.find((container) => container.name === (name ?? "main")) ??
    containers.find(({ exitCode, reason }) => (exitCode ?? 0) !== 0 || reason !== undefined) ??
    containers[0]
  );
}

/**
 * One sentence on how a stopped task ended.
 * Stop codes and reason prefixes: Amazon ECS Developer Guide, "Stopped tasks error codes".
 */
export function explainTask(task: EcsTask, containerName?: string): string {
  const container = decisiveContainer(task, containerName);
  const reason = container?.reason ?? "";
  const why = withoutFullStop(reason || task.stoppedReason || "");
  if (/OutOfMemory/.test(reason)) {
    const size = task.memory === undefined ? "" : ` of ${task.memory} MiB`;
    return `The container ran out of its memory${size} and was killed.`;
  }
  switch (task.stopCode) {
    case "TaskFailedToStart":
      return why === "" ? "The task could not be started." : `The task could not be started: ${why}.`;
    case "SpotInterruption":
      return "AWS took the Spot capacity back, and the task was stopped.";
    case "TerminationNotice":
      return "AWS retired the host of the task, and the task was stopped.";
    case "UserInitiated":
      return why === "" ? "The task was stopped." : `The task was stopped: ${why}.`;
    default:
      break;
  }
  if (container?.exitCode === undefined)
    return why === ""
      ? "The task ended before its command ran."
      : `The task ended before its command ran: ${why}.`;
  return explainExitCode(container.exitCode, reason);
}

/** Codes over 128 are 128 + the signal that ended the process; 126 and 127 come from shells and container engines. */
const exitCodeWords: Readonly<Record<number, string>> = {
  126: "the command was found but could not be executed",
  127: "the command was not found",
  134: "aborted",
  137: "killed with SIGKILL",
  139: "crashed with a segmentation fault",
  143: "ended by SIGTERM",
};

function explainExitCode(exitCode: number, reason: string): string {
  if (exitCode === 0) return "The command succeeded.";
  const words = reason === "" ? exitCodeWords[exitCode] : withoutFullStop(reason);
  return `The command exited with code ${exitCode}${words === undefined ? "" : ` (${words})`}.`;
}

function withoutFullStop(text: string): string {
  return text.trim().replace(/\.$/, "");
}
