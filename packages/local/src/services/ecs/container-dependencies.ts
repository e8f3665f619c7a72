import type { ContainerDefinition } from "@aws-sdk/client-ecs";

import { ContainerError } from "../../containers/container-error.ts";

/** Lets each container of a task wait for those that it depends on. */
export interface DependencyGates {
  /** Resolves when the container may start; rejects when it never may, or when the task stops. */
  ready(container: ContainerDefinition): Promise<void>;
  started(name: string): void;
  exited(name: string, exitCode: number | undefined): void;
}

interface Gate {
  readonly started: Promise<void>;
  readonly start: () => void;
  readonly exited: Promise<number | undefined>;
  readonly exit: (exitCode: number | undefined) => void;
}

export function createDependencyGates(
  containers: readonly ContainerDefinition[],
  taskStops: AbortSignal,
): DependencyGates {
  const gates = new Map<string, Gate>(containers.map(({ name = "" }) => [name, createGate()]));
  const stopped = new Promise<never>((_, reject) => {
    const stop = () => reject(taskStops.reason);
    if (taskStops.aborted) stop();
    else taskStops.addEventListener("abort", stop, { once: true });
  });
  // Somebody waits for it only while a container waits.
  stopped.catch(() => {});

  return {
    async ready({ name, dependsOn }) {
      taskStops.throwIfAborted();
      for (const { containerName = "", condition } of dependsOn ?? []) {
        const gate = gates.get(containerName);
        if (!gate) continue;
        if (condition === "HEALTHY") {
          throw new ContainerError(
            "ResourceInitializationError",
            `container "${name}" waits for "${containerName}" to be HEALTHY: the local engine runs no health checks; use START, COMPLETE or SUCCESS`,
          );
        }
        if (condition === "START") {
          await Promise.race([gate.started, stopped]);
          continue;
        }
        const exitCode = await Promise.race([gate.exited, stopped]);
        if (condition === "SUCCESS" && exitCode !== 0) {
          throw new ContainerError(
            "CannotStartContainerError",
            `dependency of container "${name}" on SUCCESS of "${containerName}" cannot be met: it exited with code ${exitCode ?? "unknown"}`,
          );
        }
      }
      taskStops.throwIfAborted();
    },
    started: (name) => gates.get(name)?.start(),
    exited: (name, exitCode) => gates.get(name)?.exit(exitCode),
  };
}

function createGate(): Gate {
  let start: Gate["start"] = () => {};
  let exit: Gate["exit"] = () => {};
  const started = new Promise<void>((resolve) => (start = resolve));
  const exited = new Promise<number | undefined>((resolve) => (exit = resolve));
  return { started, start, exited, exit };
}
