/**
 * Runs one task in its container, or a whole flow, and tells Step Functions how it went.
 *
 * load → read input → run → write result → report. Meanwhile heartbeats are sent. The work is told to stop, by its signal, when the
 * container is (SIGTERM) or when a heartbeat is refused; it has a while to do so.
 */
import { isError, messageOf } from "../errors/error-name.ts";
import type { Json } from "../json/json.ts";
import { toJson } from "../json/to-json.ts";
import type { Clock } from "../native/clock.ts";
import { type AwsCallerOptions, createAwsCaller } from "./aws/call-aws.ts";
import { createTaskToken, isGone, type TaskToken } from "./aws/task-token.ts";
import { type ExitCode, exitCodes } from "./exit-codes.ts";
import { toFailureReport } from "./failure-report.ts";
import { sendHeartbeats } from "./heartbeats.ts";
import { loadFlow, loadTask } from "./load-module.ts";
import { readInput } from "./read-input.ts";
import { RunnerError, TaskTerminated } from "./runner-error.ts";
import { runWholeFlow } from "./run-whole-flow.ts";
import { readSettings, type Settings } from "./settings.ts";
import { writeResult } from "./write-result.ts";

/** The container around a task, handed in. */
export interface RunnerHost extends AwsCallerOptions {
  readonly clock: Clock;
  readonly createId: () => string;
  /** A line for the container's log. */
  readonly log: (line: string) => void;
  /** Loads the module that makes the tasks. */
  readonly load: () => Promise<unknown>;
  /** Aborted by SIGTERM. */
  readonly terminated: AbortSignal;
  /** Aborted, with the error as reason, by what is thrown where nobody catches it. */
  readonly crashed: AbortSignal;
}

type Ending = { kind: "result"; output: string } | { kind: "error"; error: unknown } | { kind: "gone" };

/** Rejects for nothing: whatever goes wrong is reported, logged and told by the exit code. */
export async function runTask(host: RunnerHost): Promise<ExitCode> {
  let settings: Settings;
  const { ACME_TASK_TOKEN: tokenText } = host.environment;
  const call = createAwsCaller(host);
  const token = tokenText ? createTaskToken(call, tokenText) : undefined;
  try {
    settings = readSettings(host.environment);
  } catch (error) {
    return report({ kind: "error", error }, token, host);
  }
  const over = new AbortController();
  const gone = new AbortController();
  const reportsAll = settings.report === "all";
  const beating =
    token && reportsAll
      ? sendHeartbeats({
          token,
          clock: host.clock,
          heartbeatSeconds: settings.heartbeatSeconds,
          signal: over.signal,
          log: host.log,
          onGone: (why) => gone.abort(new TaskTerminated(`the execution waits no more (${why})`)),
        })
      : undefined;
  try {
    const stop = AbortSignal.any([host.terminated, gone.signal]);
    const work = async (): Promise<Ending> => {
      const result = await execute(settings, stop, host, call);
      const place = { ...settings, createId: host.createId };
      return { kind: "result", output: await writeResult(result, place, call) };
    };
    const ending = await Promise.race([
      work().catch((error: unknown): Ending => ({ kind: "error", error })),
      stopsInTime(stop, settings, host, over.signal),
      crash(host.crashed),
    ]);
    if (gone.signal.aborted) return report({ kind: "gone" }, token, host);
    // A stop is no failure of the task's own, whatever it threw on its way out.
    if (ending.kind === "error" && host.terminated.aborted && !(ending.error instanceof TaskTerminated)) {
      const message = `${settings.kind} "${settings.name}" was stopped: ${messageOf(ending.error)}`;
      return await report(
        { kind: "error", error: new TaskTerminated(message, { cause: ending.error }) },
        token,
        host,
      );
    }
    if (ending.kind === "result" && !reportsAll) return exitCodes.done;
    // Heartbeats go on until the report has arrived.
    return await report(ending, token, host);
  } finally {
    over.abort();
    await beating;
  }
}

async function execute(
  settings: Settings,
  signal: AbortSignal,
  host: RunnerHost,
  call: ReturnType<typeof createAwsCaller>,
): Promise<Json> {
  const { kind, name } = settings;
  if (kind === "flow") {
    const flow = await loadFlow(name, host.load);
    return runWholeFlow(flow, await readInput(settings, call), signal, host);
  }
  const task = await loadTask(name, host.load);
  const input = await readInput(settings, call);
  // The flow was compiled with the types of this function.
  const result = await task.run(input as never, { signal });
  return toJson(result, { what: `the result of task "${name}"`, root: "result" });
}

/** Ends when the work was told to stop and its time is up; otherwise never. */
async function stopsInTime(
  stop: AbortSignal,
  { stopGraceSeconds, kind, name }: Settings,
  { clock }: RunnerHost,
  over: AbortSignal,
): Promise<Ending> {
  await aborted(stop);
  try {
    await clock.wait(stopGraceSeconds * 1000, over);
  } catch {
    // The work has ended by then, and nobody waits here.
  }
  return {
    kind: "error",
    error: new TaskTerminated(`${kind} "${name}" was told to stop and did not within ${stopGraceSeconds} s`),
  };
}

async function crash(crashed: AbortSignal): Promise<Ending> {
  await aborted(crashed);
  return { kind: "error", error: crashed.reason };
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}

async function report(ending: Ending, token: TaskToken | undefined, { log }: RunnerHost): Promise<ExitCode> {
  try {
    switch (ending.kind) {
      case "result":
        await token?.succeed(ending.output);
        return exitCodes.done;
      case "error": {
        const { error } = ending;
        // A failure of the runner's own is said in a line, one of the task's with its stack.
        log(
          error instanceof RunnerError ? error.message : (isError(error) && error.stack) || messageOf(error),
        );
        const { error: name, cause } = toFailureReport(error);
        await token?.fail(name, cause);
        return error instanceof RunnerError ? error.exitCode : exitCodes.taskFailed;
      }
      case "gone":
        log("the execution waits for this task no more; the work was stopped");
        return exitCodes.executionGone;
    }
  } catch (error) {
    if (isGone(error)) {
      log(`the execution waits for this task no more: ${messageOf(error)}`);
      return exitCodes.executionGone;
    }
    log(`Step Functions could not be told: ${messageOf(error)}`);
    return exitCodes.resultNotReported;
  }
}
