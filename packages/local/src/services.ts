import type { EngineContext } from "./engine-context.ts";
import type { Service } from "./protocol/service.ts";
import { createCloudFormationService } from "./services/cloudformation/service.ts";
import type { EcsOptions } from "./services/ecs/ecs-options.ts";
import { createEcsService } from "./services/ecs/service.ts";
import { createIamService } from "./services/iam/service.ts";
import { createLogsService } from "./services/logs/service.ts";
import { createS3Service } from "./services/s3/service.ts";
import type { IntegrationOptions } from "./services/step-functions/integrations/integration-options.ts";
import { createStepFunctionsService, type StepFunctionsOptions } from "./services/step-functions/service.ts";
import { createStsService } from "./services/sts/service.ts";

/** What the services can be told, beside what the engine gives each. */
export type ServiceOptions = EcsOptions &
  IntegrationOptions & {
    /** Something failed that no caller waits for: our bug. */
    onBug: (error: unknown, where: string) => void;
    /** How long finished executions stay. Default 90 days, as on AWS. */
    executionRetentionSeconds?: number;
  };

/** The services that the engine serves, in the order in which they take up earlier work: what others build on comes first. */
export function createServices(context: EngineContext, options: ServiceOptions): Service[] {
  return [
    createStsService(context),
    createIamService(context),
    createS3Service(context),
    createLogsService(context),
    createEcsService(context, options),
    createStepFunctionsService(context, toStepFunctionsOptions(options)),
    createCloudFormationService(context),
  ];
}

/** Those that concern it. */
function toStepFunctionsOptions(options: ServiceOptions): StepFunctionsOptions {
  const { mockConfigFile, functions, passThrough, waitScale, executionRetentionSeconds } = options;
  const { projectDirectory, endpoint, hostEnvironment, onNotice } = options;
  return {
    onBug: (error) => options.onBug(error, "states"),
    endpoint,
    ...(executionRetentionSeconds !== undefined && { executionRetentionSeconds }),
    ...(mockConfigFile !== undefined && { mockConfigFile }),
    ...(functions !== undefined && { functions }),
    ...(passThrough !== undefined && { passThrough }),
    ...(waitScale !== undefined && { waitScale }),
    ...(projectDirectory !== undefined && { projectDirectory }),
    ...(hostEnvironment !== undefined && { hostEnvironment }),
    ...(onNotice !== undefined && { onNotice }),
  };
}
