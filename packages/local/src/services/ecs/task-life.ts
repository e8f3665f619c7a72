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
 * Known gaps: dependencies on HEALTHY; containers are stopped all at once, not in reverse order of their dependencies.
 */
import { setImmediate } from "node:timers/promises";

import type { ContainerDefinition, TaskDefinition } from "@aws-sdk/client-ecs";

import type { RuntimeSources } from "../../containers/choose-runtime.ts";
import { ContainerError } from "../../containers/container-error.ts";
import { jobEnvironment } from "../../containers/job-environment.ts";
import type { ContainerExit, ReceiveOutput, RunningContainer } from "../../containers/runtime.ts";
import type { EngineContext } from "../../engine-context.ts";
import { createDependencyGates, type DependencyGates } from "./container-dependencies.ts";
import { getContainerRecord, saveReference } from "./container-records.ts";
import { prepareTask, type PreparedTask } from "./prepare-task.ts";
import type { SecretSources } from "./resolve-secrets.ts";
import { findTaskDefinition } from "./task-definitions.ts";
import { essentialContainerExited, failedToStart, lostWithEngine, type TaskStop } from "./task-stop.ts";
import { recordEnd, recordExit, recordFailedStart, recordStart, recordStop } from "./task-transitions.ts";
import { findTask, type StoredTask } from "./tasks.ts";
import { stopTimeoutOf, toContainerSpec } from "./to-container-spec.ts";

export interface TaskLifeDeps {
  readonly context: EngineContext;
  readonly runtimes: RuntimeSources;
  readonly secrets: SecretSources;
  readonly endpoint: () => string | undefined;
  readonly notify: (message: string) => void;
}

export interface TaskLife {
  /** The first stop decides; later ones can only shorten the containers' timeouts, by `timeoutSeconds`. */
  requestStop(stop: TaskStop, timeoutSeconds?: number): void;
  /** Stops following the task; containers run on. */
  letGo(): void;
  /** Whether it is on its way to its end. */
  isStopping(): boolean;
  /** Whether some of it would end with this engine. */
  runsProcesses(): boolean;
  /** Never rejects. */
  readonly finished: Promise<void>;
}

const lostContainer: ContainerExit = {
  exitCode: undefined,
  outOfMemory: false,
  reason: "The engine that ran this container ended, and how the container ended is not known.",
};

export function startTaskLife(taskId: string, deps: TaskLifeDeps): TaskLife {
  const { context, notify } = deps;
  const stopping = new AbortController();
  const running = new Map<string, { live: RunningContainer; definition: ContainerDefinition }>();
  const ended: RunningContainer[] = [];
  let stop: TaskStop | undefined;
  let stopTimeoutSeconds = Infinity;
  let isLetGo = false;

  function requestStop(next: TaskStop, timeoutSeconds = Infinity): void {
    stopTimeoutSeconds = Math.min(stopTimeoutSeconds, timeoutSeconds);
    if (!stop) {
      stop = next;
      recordStop(context, taskId, next);
    }
    stopContainers();
  }

  function stopContainers(): void {
    stopping.abort();
    for (const { live, definition } of running.values()) {
      live.stop(Math.min(stopTimeoutOf(definition), stopTimeoutSeconds)).catch((error: unknown) => {
        notify(`cannot stop container "${definition.name}": ${messageOf(error)}`);
      });
    }
  }

  async function run(): Promise<void> {
    // RunTask answers first: whoever waits for the task's events knows its ARN then.
    await setImmediate();
    if (isLetGo) return;
    try {
      const task = findTask(context, taskId);
      const definition = task && findTaskDefinition(context, task.taskDefinitionArn)?.definition;
      if (!task || !definition) throw new Error(`task ${taskId} has no task definition in the store`);
      if (task.desiredStatus === "STOPPED") resumeStop(task);
      const prepared = await prepareTask(context, { taskId, task, definition }, deps, stopping.signal);
      const containers = definition.containerDefinitions ?? [];
      const gates = createDependencyGates(containers, stopping.signal);
      await Promise.all(
        containers.map((container) => runContainer({ task, definition, container, prepared, gates })),
      );
    } catch (error) {
      if (isLetGo) return;
      if (!stop) requestStop(failedToStart(error));
    }
    if (isLetGo) return;
    recordEnd(context, taskId);
    await Promise.all(ended.map((live) => live.remove()));
  }

  /** An earlier engine was ending the task: its reason stands. */
  function resumeStop({ stopCode = "UserInitiated", stoppedReason = "" }: StoredTask): void {
    stop = { stopCode, stoppedReason };
    stopping.abort();
  }

  async function runContainer(parts: ContainerParts): Promise<void> {
    const { container, prepared, gates } = parts;
    const name = container.name ?? "";
    const receive = prepared.outputs.get(name) ?? (() => {});
    try {
      let live = await takeUp(name, receive);
      if (live === "ended") {
        gates.started(name);
        gates.exited(name, findContainer(name)?.exitCode);
        return;
      }
      if (live === "gone") {
        exit(container, lostContainer);
        return;
      }
      if (live === "toStart") {
        await gates.ready(container);
        live = await startContainer(parts, receive);
      }
      if (isLetGo) {
        live.letGo();
        return;
      }
      running.set(name, { live, definition: container });
      const imageDigest = prepared.chosen?.digests.get(container.image ?? "");
      recordStart(context, taskId, container, { reference: live.reference, imageDigest });
      gates.started(name);
      if (stop) stopContainers();
      const how = await live.exited;
      running.delete(name);
      ended.push(live);
      exit(container, how);
      gates.exited(name, how.exitCode);
    } catch (error) {
      // Its task stops, which says why it does not run.
      if (isLetGo || stopping.signal.aborted) return;
      const because = failedToStart(error);
      if (!(error instanceof ContainerError)) notify(because.stoppedReason);
      recordFailedStart(context, taskId, container, because.stoppedReason);
      requestStop(because);
    }
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

  function startContainer(
    { task, definition, container, prepared }: ContainerParts,
    receive: ReceiveOutput,
  ): Promise<RunningContainer> {
    const { chosen, secrets } = prepared;
    if (!chosen) throw new Error(`no runtime was chosen for container "${container.name}"`);
    const name = container.name ?? "";
    const endpoint = deps.endpoint();
    const environment = jobEnvironment({
      endpoint: endpoint === undefined ? undefined : chosen.runtime.endpointInside(endpoint),
      region: context.region,
    });
    return chosen.runtime.start(
      toContainerSpec({
        task,
        taskId,
        definition,
        container,
        jobEnvironment: environment,
        secrets: secrets.get(name) ?? {},
      }),
      receive,
      (reference) => saveReference(context, taskId, name, reference),
    );
  }

  function findContainer(name: string) {
    return findTask(context, taskId)?.containers.find((container) => container.name === name);
  }

  function exit(container: ContainerDefinition, how: ContainerExit): void {
    const isLost = how.exitCode === undefined;
    const decides = !stop && (container.essential !== false || isLost);
    if (decides) stop = isLost ? lostWithEngine(taskId) : essentialContainerExited;
    recordExit(context, taskId, container, how, decides ? stop : undefined);
    if (decides) stopContainers();
  }

  const finished = run().catch((error: unknown) =>
    notify(`the task's end is not stored: ${messageOf(error)}`),
  );
  return {
    requestStop,
    letGo() {
      isLetGo = true;
      stopping.abort();
      for (const { live } of running.values()) live.letGo();
    },
    isStopping: () => stop !== undefined,
    runsProcesses: () => [...running.values()].some(({ live }) => live.reference.kind === "process"),
    finished,
  };
}

interface ContainerParts {
  readonly task: StoredTask;
  readonly definition: TaskDefinition;
  readonly container: ContainerDefinition;
  readonly prepared: PreparedTask;
  readonly gates: DependencyGates;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
