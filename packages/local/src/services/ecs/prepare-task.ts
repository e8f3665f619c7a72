import type { ContainerDefinition, TaskDefinition } from "@aws-sdk/client-ecs";

import { chooseRuntime, type ChosenRuntime, type RuntimeSources } from "../../containers/choose-runtime.ts";
import type { ReceiveOutput } from "../../containers/runtime.ts";
import type { EngineContext } from "../../engine-context.ts";
import { openAwslogs } from "./awslogs.ts";
import { checkSupport } from "./check-support.ts";
import { getContainerRecord } from "./container-records.ts";
import { resolveSecrets, type SecretSources } from "./resolve-secrets.ts";
import { recordPending, recordPull } from "./task-transitions.ts";
import type { StoredTask } from "./tasks.ts";
import { hasCommand } from "./to-container-spec.ts";

/** What a task needs before its containers can start. */
export interface PreparedTask {
  /** `undefined` when an earlier engine has started every container already. */
  readonly chosen: ChosenRuntime | undefined;
  readonly outputs: ReadonlyMap<string, ReceiveOutput>;
  readonly secrets: ReadonlyMap<string, Readonly<Record<string, string>>>;
}

/**
 * Makes log streams, resolves secrets, chooses the runtime and pulls images. Rejects with `ContainerError` when one of them cannot
 * be had, and with the signal's reason when the task stops meanwhile.
 */
export async function prepareTask(
  context: EngineContext,
  { taskId, task, definition }: { taskId: string; task: StoredTask; definition: TaskDefinition },
  sources: { runtimes: RuntimeSources; secrets: SecretSources; notify: (message: string) => void },
  stops: AbortSignal,
): Promise<PreparedTask> {
  recordPending(context, taskId);
  const outputs = new Map<string, ReceiveOutput>();
  const secrets = new Map<string, Readonly<Record<string, string>>>();
  const toStart: ContainerDefinition[] = [];
  for (const container of definition.containerDefinitions ?? []) {
    const name = container.name ?? "";
    outputs.set(name, openAwslogs(context, taskId, container));
    if (getContainerRecord(context, taskId, name).reference) continue;
    toStart.push(container);
    checkSupport(definition, container, sources.notify);
    secrets.set(name, resolveSecrets(container, sources.secrets));
  }
  // Stopped before it began, with nothing to start: what was started before is taken up and stopped.
  if (toStart.length === 0 || stops.aborted) return { chosen: undefined, outputs, secrets };

  const pullStartedAt = new Date(context.clock.now());
  const chosen = await chooseRuntime(
    toStart.map((container) => ({
      image: container.image ?? "",
      hasCommand: hasCommand(task, container),
    })),
    sources.runtimes,
    stops,
  );
  stops.throwIfAborted();
  recordPull(context, taskId, pullStartedAt);
  return { chosen, outputs, secrets };
}
