import type { EngineContext } from "../../engine-context.ts";
import { createService, type Service } from "../../protocol/service.ts";
import { activityOperations } from "./activities/activity-operations.ts";
import { createStepFunctionsDeps, type StepFunctionsOptions } from "./deps.ts";
import { executionOperations } from "./executions/execution-operations.ts";
import { historyOperations } from "./executions/history-operations.ts";
import { redriveOperations } from "./executions/redrive-operations.ts";
import { startOperations } from "./executions/start-operations.ts";
import { taskCallbackOperations } from "./executions/task-callback-operations.ts";
import { aliasOperations } from "./state-machines/alias-operations.ts";
import { stateMachineOperations } from "./state-machines/state-machine-operations.ts";
import { testStateOperations } from "./test-state/test-state-operations.ts";
import { tagOperations } from "./tags/tag-operations.ts";
import { validateOperations } from "./state-machines/validate-operations.ts";
import { mapRunOperations } from "./map-runs/map-run-operations.ts";
import { versionOperations } from "./state-machines/version-operations.ts";

export type { StepFunctionsOptions } from "./deps.ts";

/**
 * Step Functions on the engine's store; the States Language itself is `@acme-engine/asl`. Express executions
 * run in memory and leave no history but their logs.
 */
export function createStepFunctionsService(
  context: EngineContext,
  options: StepFunctionsOptions = {},
): Service {
  const deps = createStepFunctionsDeps(context, options);
  return createService({
    name: "states",
    protocol: { kind: "awsJson", version: "1.0", targetPrefix: "AWSStepFunctions" },
    operations: {
      ...stateMachineOperations,
      ...versionOperations,
      ...aliasOperations,
      ...tagOperations,
      ...validateOperations,
      ...testStateOperations,
      ...startOperations,
      ...executionOperations,
      ...redriveOperations,
      ...historyOperations,
      ...taskCallbackOperations,
      ...activityOperations,
      ...mapRunOperations,
    },
    deps,
    resume() {
      deps.runner.resume();
      deps.retention.start();
    },
    async close() {
      deps.retention.stop();
      await deps.mapRuns.close();
      deps.runner.close();
      deps.activityQueue.close();
      await deps.tasks.close();
    },
  });
}
