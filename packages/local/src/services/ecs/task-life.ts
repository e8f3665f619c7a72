/**
 * The life of one task, from PENDING to STOPPED.
 *
 *   PROVISIONING ─► PENDING ─► RUNNING ─► (STOPPING) ─► DEPROVISIONING ─► STOPPED
 *
 * PENDING: log streams are made, secrets resolved, the runtime chosen and images pulled; then containers start, each when its
 * dependencies are met. RUNNING: all have started. The first of these stops the task and decides its stop code: an essential
 * container exits, a container cannot start, StopTask. Containers that run are stopped then, and when the last one has ended the
 * task is STOPPED. A task of an earlier engine goes through the same steps; what it has started already is taken up.
 *
 * Known gaps: dependencies on HEALTHY, restart policies, volumes; containers are stopped all at once, not in reverse order of
 * their dependencies.
 */
import { setImmediate } from "node:timers/promises";

import type { ContainerDefinition, TaskDefinition } from "@aws-sdk/client-ecs";

import { chooseRuntime, type ChosenRuntime, type RuntimeSources } from "../../containers/choose-runtime.ts";
import { ContainerError } from "../../containers/container-error.ts";
import { jobEnvironment } from "../../containers/job-environment.ts";
import type { ContainerExit, ReceiveOutput, RunningContainer } from "../../containers/runtime.ts";
import type { EngineContext } from "../../engine-context.ts";
import { openAwslogs } from "./awslogs.ts";
import { createDependencyGates } from "./container-dependencies.ts";
import { getContainerRecord, saveReference } from "./container-records.ts";
import { resolveSecrets, type SecretSources } from "./resolve-secrets.ts";
import { findTaskDefinition } from "./task-definitions.ts";
import {
  essentialContainerExited,
  failedToStart,
  lostWithEngine,
  outOfMemoryReason,
  type TaskStop,
} from "./task-stop.ts";
import { findTask, type StoredTask, updateContainer, updateTask } from "./tasks.ts";
import { hasCommand, stopTimeoutOf, toContainerSpec } from "./to-container-spec.ts";

export interface TaskLifeDeps {
  readonly context: EngineContext;
  readonly runtimes: RuntimeSources;
  readonly secrets: SecretSources;
  readonly endpoint: () => string | undefined;
  readonly notify: (message: string) => void;
}

export interface TaskLife {
  /** The first stop decides; later ones change nothing. `timeoutSeconds` shortens the containers' own. */
  requestStop(stop: TaskStop, timeoutSeconds?: number): void;
  /** Leaves containers running and stops following them. */
  letGo(): void;
  /** Whether something of it would not outlive this engine, or is only being prepared. */
  runsProcesses(): boolean;
  readonly finished: Promise<void>;
}

export function startTaskLife(taskId: string, deps: TaskLifeDeps): TaskLife {
  const { context } = deps;
  const { clock } = context;
  const stopping = new AbortController();
  const running = new Map<string, { container: RunningContainer; definition: ContainerDefinition }>();
  const ended: RunningContainer[] = [];
  let stop: TaskStop | undefined;
  let stopTimeoutSeconds = Infinity;
  let isLetGo = false;

  const now = () => new Date(clock.now());

  function requestStop(next: TaskStop, timeoutSeconds = Infinity): void {
    stopTimeoutSeconds = Math.min(stopTimeoutSeconds, timeoutSeconds);
    if (!stop) {
      stop = next;
      updateTask(context, taskId, (task) => ({ ...stoppingBecauseOf(next), ...whileContainersStop(task) }));
    }
    stopContainers();
  }

  function stoppingBecauseOf(because: TaskStop): Partial<StoredTask> {
    return { desiredStatus: "STOPPED", stoppingAt: now(), ...because };
  }

  function whileContainersStop(task: StoredTask): Partial<StoredTask> {
    return task.lastStatus === "RUNNING" ? { lastStatus: "STOPPING" } : {};
  }

  function stopContainers(): void {
    stopping.abort();
    for (const { container, definition } of running.values()) {
      container.stop(Math.min(stopTimeoutOf(definition), stopTimeoutSeconds)).catch((error: unknown) => {
        deps.notify(`cannot stop container "${definition.name}": ${messageOf(error)}`);
      });
    }
  }

  async function live(): Promise<void> {
    // RunTask answers first: whoever waits for the task's events knows its ARN then.
    await setImmediate();
    if (isLetGo) return;
    try {
      const task = findTask(context, taskId);
      const definition = task && findTaskDefinition(context, task.taskDefinitionArn)?.definition;
      if (!task || !definition) throw new Error(`task ${taskId} has no task definition in the store`);
      if (task.desiredStatus === "STOPPED") resumeStop(task);
      await runContainers(task, definition);
    } catch (error) {
      if (isLetGo) return;
      if (!stop) requestStop(failedToStart(error));
    }
    if (!isLetGo) finish();
    await Promise.all(ended.map((container) => container.remove()));
  }

  /** An earlier engine was ending the task: its reason stands. */
  function resumeStop(task: StoredTask): void {
    stop = {
      stopCode: task.stopCode ?? "UserInitiated",
      stoppedReason: task.stoppedReason ?? "",
    };
    stopping.abort();
  }

  async function runContainers(task: StoredTask, definition: TaskDefinition): Promise<void> {
    const containers = definition.containerDefinitions ?? [];
    const begun = (name: string) => getContainerRecord(context, taskId, name).reference !== undefined;
    if (task.lastStatus === "PROVISIONING") {
      updateTask(context, taskId, (latest) => ({
        lastStatus: "PENDING",
        connectivity: "CONNECTED",
        connectivityAt: now(),
        attachments: attachmentsAs(latest, "ATTACHED"),
      }));
    }
    const outputs = new Map<string, ReceiveOutput>();
    const secrets = new Map<string, Record<string, string>>();
    for (const container of containers) {
      const name = container.name ?? "";
      outputs.set(name, openAwslogs(context, taskId, container));
      if (!begun(name)) secrets.set(name, resolveSecrets(container, deps.secrets));
    }
    const toStart = containers.filter(({ name = "" }) => !begun(name));
    const chosen = toStart.length > 0 && !stop ? await prepare(task, toStart) : undefined;
    const gates = createDependencyGates(containers, stopping.signal);

    const runContainer = async (container: ContainerDefinition): Promise<void> => {
      const name = container.name ?? "";
      const receive = outputs.get(name) ?? (() => {});
      try {
        const taken = await takeUp(name, receive);
        if (taken === "ended") {
          const exitCode = findContainer(name)?.exitCode;
          gates.started(name);
          gates.exited(name, exitCode);
          return;
        }
        if (taken === "gone") {
          recordExit(container, { exitCode: undefined, outOfMemory: false, reason: lostReason });
          return;
        }
        let live = taken;
        if (live === "toStart") {
          await gates.ready(container);
          if (!chosen) return;
          const endpoint = deps.endpoint();
          live = await chosen.runtime.start(
            toContainerSpec({
              task,
              taskId,
              definition,
              container,
              jobEnvironment: jobEnvironment({
                endpoint: endpoint === undefined ? undefined : chosen.runtime.endpointInside(endpoint),
                region: context.region,
              }),
              secrets: secrets.get(name) ?? {},
            }),
            receive,
            (reference) => saveReference(context, taskId, name, reference),
          );
        }
        if (isLetGo) return live.letGo();
        running.set(name, { container: live, definition: container });
        recordStart(container, live, chosen);
        gates.started(name);
        if (stop) stopContainers();
        const exit = await live.exited;
        running.delete(name);
        ended.push(live);
        recordExit(container, exit);
        gates.exited(name, exit.exitCode);
      } catch (error) {
        if (isLetGo) return;
        if (stopping.signal.aborted) return;
        const because = failedToStart(error);
        updateContainer(context, taskId, name, { lastStatus: "STOPPED", reason: because.stoppedReason });
        requestStop(because);
        if (!(error instanceof ContainerError)) deps.notify(because.stoppedReason);
      }
    };
    await Promise.all(containers.map(runContainer));
  }

  async function prepare(
    task: StoredTask,
    containers: readonly ContainerDefinition[],
  ): Promise<ChosenRuntime> {
    const pullStartedAt = now();
    const chosen = await chooseRuntime(
      containers.map((container) => ({
        image: container.image ?? "",
        hasCommand: hasCommand(task, container),
      })),
      deps.runtimes,
      stopping.signal,
    );
    stopping.signal.throwIfAborted();
    updateTask(context, taskId, () => ({ pullStartedAt, pullStoppedAt: now() }));
    return chosen;
  }

  /** What an earlier engine left of the container. */
  async function takeUp(
    name: string,
    receive: ReceiveOutput,
  ): Promise<RunningContainer | "toStart" | "ended" | "gone"> {
    if (findContainer(name)?.lastStatus === "STOPPED") return "ended";
    const { reference, outputPosition } = getContainerRecord(context, taskId, name);
    if (!reference) return "toStart";
    const runtime =
      reference.kind === "process" ? deps.runtimes.processRuntime("") : await deps.runtimes.connect();
    const taken = (await runtime?.reattach(reference, outputPosition, receive)) ?? "gone";
    return taken === "notStarted" ? "toStart" : taken;
  }

  function findContainer(name: string) {
    return findTask(context, taskId)?.containers.find((container) => container.name === name);
  }

  function recordStart(
    container: ContainerDefinition,
    live: RunningContainer,
    chosen: ChosenRuntime | undefined,
  ): void {
    const { reference } = live;
    const digest = chosen?.digests.get(container.image ?? "");
    updateContainer(
      context,
      taskId,
      container.name ?? "",
      {
        lastStatus: "RUNNING",
        runtimeId: reference.kind === "container" ? reference.id : `${taskId}-${reference.pid}`,
        ...(digest !== undefined && { imageDigest: digest }),
      },
      (task) => {
        const begun = task.containers.every(({ lastStatus }) => lastStatus !== "PENDING");
        return begun && task.lastStatus === "PENDING" ? { lastStatus: "RUNNING", startedAt: now() } : {};
      },
    );
  }

  function recordExit(container: ContainerDefinition, exit: ContainerExit): void {
    const decides = !stop && (container.essential !== false || exit.exitCode === undefined);
    if (decides) stop = exit.exitCode === undefined ? lostWithEngine(taskId) : essentialContainerExited;
    const because = stop;
    const reason = exit.outOfMemory ? outOfMemoryReason : exit.reason;
    updateContainer(
      context,
      taskId,
      container.name ?? "",
      {
        lastStatus: "STOPPED",
        ...(exit.exitCode !== undefined && { exitCode: exit.exitCode }),
        ...(reason !== undefined && { reason }),
      },
      (task) => (decides && because ? { ...stoppingBecauseOf(because), ...whileContainersStop(task) } : {}),
    );
    if (decides) stopContainers();
  }

  function finish(): void {
    updateTask(context, taskId, (task) => ({
      lastStatus: "DEPROVISIONING",
      ...(task.startedAt && { executionStoppedAt: now() }),
      containers: task.containers.map((container) => ({ ...container, lastStatus: "STOPPED" })),
    }));
    updateTask(context, taskId, (task) => ({
      lastStatus: "STOPPED",
      desiredStatus: "STOPPED",
      stoppedAt: now(),
      attachments: attachmentsAs(task, "DELETED"),
    }));
  }

  const finished = live();
  return {
    requestStop,
    letGo() {
      isLetGo = true;
      stopping.abort();
      for (const { container } of running.values()) container.letGo();
    },
    runsProcesses: () =>
      [...running.values()].some(({ container }) => container.reference.kind === "process"),
    finished,
  };
}

const lostReason = "The engine that ran this container ended, and how the container ended is not known.";

function attachmentsAs(task: StoredTask, status: string): NonNullable<StoredTask["attachments"]> {
  return (task.attachments ?? []).map((attachment) => ({ ...attachment, status }));
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
