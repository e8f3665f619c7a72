import { resolve } from "node:path";

import type { Run, RunEvent } from "@acme-engine/sdk";

import { type CommandContext, type CommonOptions, withTarget } from "../command-context.ts";
import { parseParameters } from "../parse-assignments.ts";
import { usageError } from "../cli-error.ts";
import { readJsonFile } from "../project/read-file.ts";
import { formatDuration } from "../output/format-time.ts";
import type { Printer } from "../output/printer.ts";

export interface RunOptions extends CommonOptions {
  param?: string[];
  params?: string;
  wait?: boolean;
  runName?: string;
}

/** `acme run NAME`: starts a run; with `--wait` follows it and ends with the job's exit code. */
export async function run(context: CommandContext, name: string, options: RunOptions): Promise<number> {
  const { io, printer, signal } = context;
  const parameters = {
    ...readParameterFile(options.params, io.cwd),
    ...parseParameters(options.param ?? []),
  };
  return withTarget(context, options, { changes: true }, async ({ deployer, target }) => {
    const started = await deployer.run(name, {
      parameters,
      signal,
      ...(options.runName ? { runName: options.runName } : {}),
    });
    if (!options.wait && !target.endsWithCommand) {
      printer.result(started, `Run ${started.name} of ${started.deployment} started`);
      printer.detail(`Next: acme logs ${started.name} --follow`);
      return 0;
    }
    if (!options.wait)
      printer.detail(
        "The engine runs in this command, so it stays until the run has ended. `acme up` keeps one running.",
      );
    printer.step(`Run ${started.name} of ${started.deployment} started`);
    try {
      const ended = await follow(printer, deployer.follow(started, { signal }));
      return report(printer, ended ?? (await deployer.getRun(started.executionArn)));
    } catch (error) {
      if (!signal.aborted) throw error;
      if (!target.endsWithCommand) {
        printer.step(
          `No longer watching; the run goes on. acme logs ${started.name} --follow, acme stop ${started.name}`,
        );
      } else {
        await deployer.stop(started.executionArn, { reason: "Interrupted with Ctrl-C" });
        printer.step(`Run ${started.name} was stopped, because its engine ends with this command.`);
      }
      return 130;
    }
  });
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

/** Prints how a run ended and gives the command's exit code: the job's own where it has one. */
export function report(printer: Printer, ended: Run): number {
  const took = ended.stoppedAt
    ? ` after ${formatDuration(ended.stoppedAt.getTime() - ended.startedAt.getTime())}`
    : "";
  if (ended.status === "SUCCEEDED") {
    printer.result(ended, `Run ${ended.name} ${printer.paint("green", "succeeded")}${took}`);
    return 0;
  }
  const status = ended.status.toLowerCase().replace("_", " ");
  const lines = [`Run ${ended.name} ${printer.paint("red", status)}${took}`];
  if (ended.failure) lines.push(`  ${ended.failure.reason}`);
  printer.result(ended, lines.join("\n"));
  return ended.failure?.exitCode || 1;
}

function readParameterFile(path: string | undefined, cwd: string): Record<string, unknown> {
  if (path === undefined) return {};
  const value = readJsonFile(path === "-" ? path : resolve(cwd, path), "parameter");
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw usageError(`The parameter file ${path} must hold a JSON object, such as {"day": "2026-01-31"}.`);
  }
  return value as Record<string, unknown>;
}
