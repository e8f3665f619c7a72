import type { Run, RunEvent } from "@acme-engine/sdk";

import type { CommandContext, Session } from "../command-context.ts";
import { formatDuration } from "../output/format-time.ts";
import type { Printer } from "../output/printer.ts";
import { sourceFrame } from "../output/source-frame.ts";

/**
 * Follows a run to its end and gives the command's exit code. When the signal ends first, a run whose engine ends with the command is
 * stopped; any other goes on.
 */
export async function followToEnd(
  { io, printer }: CommandContext,
  { deployer, target }: Session,
  started: Run,
  signal: AbortSignal,
  { showOutput = false, stopsWhenLeft = false }: { showOutput?: boolean; stopsWhenLeft?: boolean } = {},
): Promise<number> {
  printer.step(`Run ${started.name} of ${started.deployment} started`);
  try {
    const ended = await follow(printer, deployer.follow(started, { signal }));
    return report(printer, ended ?? (await deployer.getRun(started.executionArn)), {
      cwd: io.cwd,
      showOutput,
    });
  } catch (error) {
    if (!signal.aborted) throw error;
    if (stopsWhenLeft) {
      await deployer.stop(started.executionArn, { reason: "Superseded by a change" });
      printer.step(`Run ${started.name} was stopped.`);
    } else if (!target.endsWithCommand) {
      printer.step(
        `No longer watching; the run goes on. acme logs ${started.name} --follow, acme stop ${started.name}`,
      );
    } else {
      await deployer.stop(started.executionArn, { reason: "Interrupted with Ctrl-C" });
      printer.step(`Run ${started.name} was stopped, because its engine ends with this command.`);
    }
    return 130;
  }
}

/** Prints a run's events as they come; the run as it ended, or `undefined` when the stream ended early. */
export async function follow(printer: Printer, events: AsyncIterable<RunEvent>): Promise<Run | undefined> {
  for await (const event of events) {
    if (event.kind === "log") printer.log(event.line.message);
    else if (event.kind === "runEnded") return event.run;
    else showRunEvent(printer, event);
  }
  return undefined;
}

function showRunEvent(
  printer: Printer,
  event: Exclude<RunEvent, { kind: "log" } | { kind: "runEnded" }>,
): void {
  switch (event.kind) {
    case "taskSubmitted":
      printer.detail(
        `  ${event.state}: task ${event.taskArn.split("/").at(-1)} submitted (attempt ${event.attempt})`,
      );
      break;
    case "taskStarted":
      printer.detail(`  task ${event.taskArn.split("/").at(-1)} is running`);
      break;
    case "taskStopped":
      printer.detail(`  task ${event.taskArn.split("/").at(-1)} stopped: ${event.reason}`);
      break;
    case "taskFailed":
      printer.warn(`  ${event.state}: ${event.error}: ${event.cause}`);
      break;
    case "runStarted":
    case "stateEntered":
    case "stateExited":
      break;
  }
}

/** Prints how a run ended and gives the command's exit code: the job's own where it has one. A flow's run has a result, or a place where it failed. */
export function report(
  printer: Printer,
  ended: Run,
  { cwd, showOutput }: { cwd: string; showOutput: boolean },
): number {
  const took = ended.stoppedAt
    ? ` after ${formatDuration(ended.stoppedAt.getTime() - ended.startedAt.getTime())}`
    : "";
  if (ended.status === "SUCCEEDED") {
    const output = showOutput ? `\n${JSON.stringify(ended.output, null, 2)}` : "";
    printer.result(ended, `Run ${ended.name} ${printer.paint("green", "succeeded")}${took}${output}`);
    return 0;
  }
  const status = ended.status.toLowerCase().replace("_", " ");
  const lines = [`Run ${ended.name} ${printer.paint("red", status)}${took}`, ...failureLines(ended, cwd)];
  printer.result(ended, lines.join("\n"));
  return ended.failure?.exitCode || 1;
}

/** Why a run failed: in a sentence, and for a flow the line of its source and where in the task's code it was. */
export function failureLines({ failure }: Run, cwd: string): string[] {
  if (failure === undefined) return [];
  const { reason, source, stack } = failure;
  const frame = source === undefined ? [] : sourceFrame(source, cwd);
  // Further out is only what runs every task.
  const calls = (stack?.split("\n") ?? []).filter((line) => /^\s+at /.test(line)).slice(0, 3);
  return [`  ${reason}`, ...frame.map((line) => `  ${line}`), ...calls.map((line) => `  ${line.trimEnd()}`)];
}
