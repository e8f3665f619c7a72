import type { JsonObject } from "../json.ts";
import type { JobCluster } from "./compile-options.ts";
import { executionArn, executionName, expression, literal } from "./jsonata.ts";
import { parametersEntry } from "./parameter-states.ts";
import { createRetryRules } from "./retry-rules.ts";
import { createRunTaskPlace } from "./run-task-place.ts";
import { resultUri } from "./s3-locations.ts";

export interface TaskOverrides {
  containerName: string;
  /** These three only for a task definition that is not ours to write. */
  command: readonly string[];
  environment: Readonly<Record<string, string>>;
  cpu: number | undefined;
  memory: number | undefined;
}

export interface RunTaskJob {
  name: string;
  cluster: JobCluster;
  taskDefinition: string;
  overrides: TaskOverrides;
  spot: boolean;
  retries: number;
  retryDelaySeconds: number;
  timeoutSeconds: number | undefined;
}

/** The state that runs the container: waits for its end, stops it when the run is stopped, fails when it fails. */
export function createRunTaskState(job: RunTaskJob): JsonObject {
  return {
    Type: "Task",
    Resource: "arn:aws:states:::ecs:runTask.sync",
    Arguments: {
      ...createRunTaskPlace(job),
      Overrides: createOverrides(job),
    },
    Retry: createRetryRules(job),
    ...(job.timeoutSeconds === undefined ? {} : { TimeoutSeconds: job.timeoutSeconds }),
    Output: createOutput(job),
    End: true,
  };
}

function createOverrides({ name, cluster, overrides }: RunTaskJob): JsonObject {
  const fixed = Object.entries(overrides.environment).map(([Name, Value]) => ({ Name, Value }));
  return {
    ContainerOverrides: [
      {
        Name: overrides.containerName,
        ...(overrides.command.length === 0 ? {} : { Command: [...overrides.command] }),
        Environment: [
          ...fixed,
          expression(parametersEntry),
          { Name: "ACME_EXECUTION_ARN", Value: expression(executionArn) },
          { Name: "ACME_RUN_NAME", Value: expression(executionName) },
          { Name: "ACME_RESULT_S3_URI", Value: expression(resultUri(cluster.bucketName, name)) },
        ],
      },
    ],
    ...(overrides.cpu === undefined ? {} : { Cpu: String(overrides.cpu) }),
    ...(overrides.memory === undefined ? {} : { Memory: String(overrides.memory) }),
  };
}

/** A field that AWS left out must not fail the run that has just succeeded. */
function orNull(path: string): string {
  return expression(`$exists(${path}) ? ${path} : null`);
}

function createOutput({ name, cluster, overrides }: RunTaskJob): JsonObject {
  const exitCode = `$states.result.Containers[Name = ${literal(overrides.containerName)}][0].ExitCode`;
  return {
    taskArn: expression("$states.result.TaskArn"),
    exitCode: orNull(exitCode),
    startedAt: toIso("$states.result.StartedAt"),
    stoppedAt: toIso("$states.result.StoppedAt"),
    result: expression(resultUri(cluster.bucketName, name)),
  };
}

/** Step Functions shows instants of ECS as milliseconds since the epoch. */
function toIso(path: string): string {
  return expression(`$exists(${path}) ? ($type(${path}) = "number" ? $fromMillis(${path}) : ${path}) : null`);
}
