import type { EngineContext } from "../../engine-context.ts";
import { type ActivityQueue, createActivityQueue } from "./activities/activity-queue.ts";
import { type ActivityStore, createActivityStore } from "./activities/activity-store.ts";
import type { ExecutionRecord, ExecutionStore } from "./executions/execution-store.ts";
import { createExecutionStore } from "./executions/execution-store.ts";
import { createRunner, type Runner } from "./executions/runner.ts";
import { createRetention, defaultRetentionSeconds, type Retention } from "./executions/retention.ts";
import type { IntegrationOptions, IntegrationSurroundings } from "./integrations/integration-options.ts";
import { type IntegrationSetup, setUpIntegrations } from "./integrations/set-up-integrations.ts";
import { createExecutionLogger } from "./logging/execution-logger.ts";
import { createMapRunStore, type MapRunStore } from "./map-runs/map-run-store.ts";
import { createMapRuns, type MapRuns } from "./map-runs/map-runs.ts";
import { mapRunSchema } from "./map-runs/schema.ts";
import { stepFunctionsSchema } from "./schema.ts";
import { createTagStore, type TagStore } from "./tags/tag-store.ts";
import { createStateMachineStore, type StateMachineStore } from "./state-machines/state-machine-store.ts";

export interface StepFunctionsOptions extends IntegrationOptions, IntegrationSurroundings {
  /** Uniform in [0, 1): routing weights of aliases, retry jitter, `$random()`. Default `Math.random`. */
  random?: () => number;
  /** How long finished executions stay. Default 90 days. */
  executionRetentionSeconds?: number;
  /** Something failed that nobody waits for: our bug. Default: printed on stderr. */
  onBug?: (error: unknown) => void;
}

/** What Step Functions' operations work with. */
export interface StepFunctionsDeps {
  readonly context: EngineContext;
  readonly stateMachines: StateMachineStore;
  readonly activities: ActivityStore;
  readonly tags: TagStore;
  readonly executions: ExecutionStore;
  readonly activityQueue: ActivityQueue;
  readonly tasks: IntegrationSetup;
  readonly runner: Runner;
  readonly retention: Retention;
  readonly mapRuns: MapRuns;
  readonly mapRunStore: MapRunStore;
  readonly random: () => number;
}

export function createStepFunctionsDeps(
  context: EngineContext,
  options: StepFunctionsOptions,
): StepFunctionsDeps {
  const { random = Math.random, onBug = reportBug } = options;
  context.store.migrate("step-functions", stepFunctionsSchema);
  context.store.migrate("step-functions map runs", mapRunSchema);
  const stateMachines = createStateMachineStore(context.store);
  const executions = createExecutionStore(context.store);
  const findDefinition = ({ revision }: ExecutionRecord) => stateMachines.getRevision(revision).definition;
  const activities = createActivityStore(context.store);
  const activityQueue = createActivityQueue(context.clock);
  const tasks = setUpIntegrations(context, options, findTestCase);
  const logger = createExecutionLogger({
    context,
    findLogging: (revision) => stateMachines.getRevision(revision).configuration.loggingConfiguration,
    onBug,
  });
  const mapRunStore = createMapRunStore(context.store);
  const runner: Runner = createRunner({
    context,
    executions,
    activities,
    activityQueue,
    integrations: tasks.integrations,
    waitScale: tasks.waitScale,
    logger,
    findDefinition,
    findMapState: ({ mapRun }) => mapRun && mapRunStore.find(mapRun.arn)?.stateName,
    mapRuns: () => mapRuns,
    random,
    onBug,
  });
  const mapRuns = createMapRuns({
    context,
    executions,
    store: mapRunStore,
    runner,
    findRevision: stateMachines.getRevision,
    onBug,
  });
  const retention = createRetention({
    executions,
    clock: context.clock,
    retentionSeconds: options.executionRetentionSeconds ?? defaultRetentionSeconds,
    onBug,
  });
  const tags = createTagStore(context.store);
  return {
    context,
    stateMachines,
    activities,
    tags,
    executions,
    activityQueue,
    tasks,
    runner,
    retention,
    mapRuns,
    mapRunStore,
    random,
  };

  function findTestCase(executionArn: string): { stateMachine: string; name: string } | undefined {
    const { testCase, stateMachine } =
      runner.find(executionArn)?.record ?? executions.find(executionArn) ?? {};
    if (testCase === undefined || stateMachine === undefined) return undefined;
    return { stateMachine: stateMachines.find(stateMachine)?.name ?? "", name: testCase };
  }
}

function reportBug(error: unknown): void {
  process.stderr.write(
    `acme engine: an execution failed to go on: ${error instanceof Error ? error.stack : String(error)}\n`,
  );
}
