/**
 * Containers without a container engine: the command runs as a process of this machine, in the project's folder.
 *
 * Enforced: the command, the environment (nothing is inherited but what programs need to run at all), the stop timeout,
 * exit codes. Not enforced: image, cpu, memory, read-only root, user, working directory; the first line of the task's log
 * says so. A process reports to the engine that started it and to no other, so a later engine ends what is left.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { constants as osConstants } from "node:os";

import type { Clock } from "../clock.ts";
import { ContainerError } from "./container-error.ts";
import { baseEnvironment } from "./host-environment.ts";
import { processStartedAt } from "./process-identity.ts";
import type {
  ContainerExit,
  ContainerReference,
  ContainerRuntime,
  ContainerSpec,
  ReceiveOutput,
  RunningContainer,
} from "./runtime.ts";
import { createLineSplitter } from "./split-lines.ts";

export interface ProcessRuntimeOptions {
  clock: Clock;
  /** Where commands run. */
  projectDirectory: string;
  /** The machine's environment, of which the command gets the basics. */
  hostEnvironment: Readonly<Record<string, string | undefined>>;
  /** Why this task runs as a process, e.g. `no container engine answers`. */
  because: string;
}

/** How long output may go on after a process has ended, when something outside of its group holds the pipe. */
const drainMs = 2_000;

export function createProcessRuntime(options: ProcessRuntimeOptions): ContainerRuntime {
  return {
    kind: "process",
    async prepareImage() {
      return { digest: undefined };
    },
    start: (spec, receive, created) => startProcess(spec, receive, created, options),
    async reattach(reference) {
      killSurvivor(reference);
      return "gone";
    },
    endpointInside: (endpoint) => endpoint,
  };
}

/** The line that tells what is not as on AWS. */
export function processNotice(
  spec: Pick<ContainerSpec, "cpuUnits" | "memoryMiB" | "image" | "mounts">,
  because: string,
): string {
  const limits = [
    spec.cpuUnits === undefined ? "" : `cpu ${spec.cpuUnits}`,
    spec.memoryMiB === undefined ? "" : `memory ${spec.memoryMiB} MiB`,
    spec.mounts.length === 0 ? "" : "volumes",
  ].filter(Boolean);
  return (
    `acme: runs as a process of this machine, not in a container of ${spec.image}: ${because}. ` +
    `Not enforced: ${[...limits, "image"].join(", ")}.`
  );
}

/** A process that has no number yet; nothing can be found by it. */
const aboutToStart: ContainerReference = { kind: "process", pid: 0, startedAt: undefined };

async function startProcess(
  spec: ContainerSpec,
  receive: ReceiveOutput,
  created: (reference: ContainerReference) => void,
  { clock, projectDirectory, hostEnvironment, because }: ProcessRuntimeOptions,
): Promise<RunningContainer> {
  const [file, ...args] = [...(spec.entryPoint ?? []), ...(spec.command ?? [])];
  if (file === undefined) {
    throw new ContainerError(
      "CannotStartContainerError",
      `container "${spec.name}" has neither entryPoint nor command, and what its image would run is not known without a container engine (${because}). Give the task definition a command.`,
    );
  }
  // Stored before anything runs: an engine that dies in between leaves a task that counts as lost, not one that is started again.
  created(aboutToStart);
  const child = spawn(file, args, {
    cwd: projectDirectory,
    env: { ...baseEnvironment(hostEnvironment), ...spec.environment },
    stdio: ["ignore", "pipe", "pipe"],
    // Its own process group, so that a stop reaches what it starts.
    detached: true,
  });
  await spawned(child, file, projectDirectory);
  const pid = child.pid ?? 0;
  const reference: ContainerReference = { kind: "process", pid, startedAt: processStartedAt(pid) };
  try {
    created(reference);
    receive([{ at: clock.now(), text: processNotice(spec, because) }], undefined);
  } catch (error) {
    // Nobody would know of it.
    signalGroup(pid, "SIGKILL");
    throw error;
  }

  let ended = false;
  let cancelKill: (() => void) | undefined;
  const exited = waitForExit(child, clock, receive).then((exit) => {
    cancelKill?.();
    return exit;
  });
  child.once("exit", () => {
    ended = true;
    // What is left of the group goes with its leader, as everything in a container goes with PID 1.
    signalGroup(pid, "SIGKILL");
  });
  return {
    reference,
    exited,
    async stop(timeoutSeconds) {
      if (ended) return;
      signalGroup(pid, "SIGTERM");
      cancelKill?.();
      cancelKill = clock.schedule(clock.now() + timeoutSeconds * 1000, () => {
        if (!ended) signalGroup(pid, "SIGKILL");
      });
    },
    // Nobody could take it up again.
    letGo: () => signalGroup(pid, "SIGKILL"),
    async remove() {},
  };
}

function spawned(child: ChildProcess, file: string, folder: string): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once("spawn", resolve);
    child.once("error", (error: NodeJS.ErrnoException) => {
      const why =
        error.code === "ENOENT"
          ? `executable file not found in $PATH (or the folder ${folder} is not there)`
          : error.message;
      reject(
        new ContainerError("CannotStartContainerError", `exec: "${file}": ${why}: unknown`, { cause: error }),
      );
    });
  });
}

function waitForExit(child: ChildProcess, clock: Clock, receive: ReceiveOutput): Promise<ContainerExit> {
  for (const stream of [child.stdout, child.stderr]) {
    if (!stream) continue;
    const splitter = createLineSplitter();
    const hand = (lines: readonly string[]) => {
      const at = clock.now();
      if (lines.length === 0) return;
      receive(
        lines.map((text) => ({ at, text })),
        undefined,
      );
    };
    stream.on("data", (chunk: Buffer) => hand(splitter.push(chunk)));
    stream.once("close", () => hand(splitter.end()));
    // A broken pipe ends the output; the exit code tells the rest.
    stream.on("error", () => {});
  }
  return new Promise((resolve) => {
    let cancelDrain: (() => void) | undefined;
    child.once("exit", () => {
      cancelDrain = clock.schedule(clock.now() + drainMs, () => {
        child.stdout?.destroy();
        child.stderr?.destroy();
      });
    });
    child.once("close", (code, signal) => {
      cancelDrain?.();
      resolve({ exitCode: exitCodeOf(code, signal), outOfMemory: false, reason: undefined });
    });
  });
}

/** As shells and container engines count: 128 and the signal's number. */
function exitCodeOf(code: number | null, signal: NodeJS.Signals | null): number | undefined {
  if (code !== null) return code;
  return signal === null ? undefined : 128 + osConstants.signals[signal];
}

/** Ends what an earlier engine started, with everything in its group. Does nothing when the pid means another process by now. */
function killSurvivor(reference: ContainerReference): void {
  if (reference.kind !== "process" || reference.startedAt === undefined) return;
  if (processStartedAt(reference.pid) === reference.startedAt) signalGroup(reference.pid, "SIGKILL");
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  // Group 0 would be our own, group 1 everything.
  if (pid <= 1) return;
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
