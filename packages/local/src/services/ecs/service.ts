/**
 * Amazon ECS on this machine: clusters, task definitions, and Fargate tasks that really run, in containers or as processes.
 *
 * Known gaps: services, instances, EXTERNAL and managed capacity, execute-command, service connect, scheduling limits. See
 * `task-life.ts` and `containers/README.md` for what a task can and cannot do.
 */
import type { RuntimeSources } from "../../containers/choose-runtime.ts";
import { createContainerEngineFinder } from "../../containers/find-container-engine.ts";
import { createContainerRuntime } from "../../containers/container-runtime.ts";
import { createProcessRuntime } from "../../containers/process-runtime.ts";
import { removeLeftovers } from "../../containers/remove-container.ts";
import { whyNoContainerEngine } from "../../containers/why-no-engine.ts";
import type { EngineContext } from "../../engine-context.ts";
import { createService, type OperationTable, type Service } from "../../protocol/service.ts";
import { clusterOperations } from "./cluster-operations.ts";
import type { EcsDeps } from "./deps.ts";
import type { EcsOptions } from "./ecs-options.ts";
import { ecsSchema } from "./schema.ts";
import { tagOperations } from "./tag-operations.ts";
import { taskDefinitionOperations } from "./task-definition-operations.ts";
import { taskOperations } from "./task-operations.ts";
import { createTaskSupervisor } from "./task-supervisor.ts";
import { findTask, pruneStoppedTasks } from "./tasks.ts";

const pruneEveryMs = 600_000;

/** ECS operations that the engine answers. */
export const ecsOperations: OperationTable<EcsDeps> = {
  ...clusterOperations,
  ...taskDefinitionOperations,
  ...taskOperations,
  ...tagOperations,
};

export function createEcsService(context: EngineContext, options: EcsOptions): Service {
  const { clock, store } = context;
  store.migrate("ecs", ecsSchema);
  const {
    runtime: mode = "auto",
    projectDirectory = process.cwd(),
    hostEnvironment = process.env,
    stoppedTaskRetentionSeconds = 86_400,
  } = options;
  const findContainerEngine = createContainerEngineFinder(hostEnvironment);
  const runtimes = (notify: (message: string) => void): RuntimeSources => ({
    mode,
    async connect() {
      const engine = await findContainerEngine();
      return (
        engine && createContainerRuntime(engine, { storeId: storeIdOf(context), hostEnvironment, notify })
      );
    },
    whyNone: () => whyNoContainerEngine(hostEnvironment),
    processRuntime(because) {
      if (because)
        notify(`runs as a process of this machine: ${because}; image, cpu and memory are not enforced`);
      return createProcessRuntime({ clock, projectDirectory, hostEnvironment, because });
    },
  });
  const supervisor = createTaskSupervisor({
    context,
    runtimes,
    secrets: { secrets: options.secrets ?? {}, hostEnvironment },
    endpoint: options.endpoint,
    onNotice: options.onNotice ?? (() => {}),
    onClose: options.onClose ?? "leaveContainers",
  });

  /** Only a store that has had containers asks for the container engine. */
  const removeLeftContainers = async () => {
    const had = store.prepare("SELECT 1 FROM ecs_engine").get();
    const engine = had && (await findContainerEngine());
    if (!engine) return;
    const isWanted = (taskId: string) => (findTask(context, taskId)?.lastStatus ?? "STOPPED") !== "STOPPED";
    await removeLeftovers(engine.connection, storeIdOf(context), isWanted).catch((error: unknown) =>
      options.onNotice?.({ taskArn: undefined, message: `containers are left behind: ${String(error)}` }),
    );
  };

  let leftContainersRemoved = Promise.resolve();
  let cancelPrune = () => {};
  const prune = () => {
    pruneStoppedTasks(context, clock.now() - stoppedTaskRetentionSeconds * 1000);
    cancelPrune = clock.schedule(clock.now() + pruneEveryMs, prune);
  };
  return createService<EcsDeps>({
    name: "ecs",
    protocol: { kind: "awsJson", version: "1.1", targetPrefix: "AmazonEC2ContainerServiceV20141113" },
    operations: ecsOperations,
    deps: { context, supervisor },
    resume() {
      prune();
      supervisor.resume();
      leftContainersRemoved = removeLeftContainers();
    },
    async close() {
      cancelPrune();
      await supervisor.close();
      await leftContainersRemoved;
    },
  });
}

/** Names the store, so that its containers are told from those of another engine on this machine. */
function storeIdOf({ store, createId }: EngineContext): string {
  return store.transaction(() => {
    const row = store.prepare("SELECT id FROM ecs_engine").get();
    if (row) return String(row["id"]);
    const id = createId();
    store.prepare("INSERT INTO ecs_engine (id) VALUES (?)").run(id);
    return id;
  });
}
