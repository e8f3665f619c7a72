import { bucketUri } from "../compile/s3-locations.ts";
import type { JobCluster } from "../compile/compile-options.ts";
import { concatenate, executionArn, executionName, expression, literal } from "../compile/jsonata.ts";
import { createRunTaskPlace } from "../compile/run-task-place.ts";
import type { Action, ToTaskState } from "../compile-flow/graph/action.ts";
import type { Json, JsonObject } from "../json.ts";
import { inputEntry, toExpression } from "./input-entry.ts";
import type { TaskFamilies } from "./task-families.ts";
import { type ContainerAction, type ContainerOptions, readTaskOptions } from "./task-options.ts";

export interface TaskStateSettings {
  name: string;
  cluster: JobCluster;
  families: TaskFamilies;
  /** What the task definitions say, and what half of a pair that a task does not give comes to. */
  size: { cpu: number; memory: number };
  spot: boolean;
  heartbeatSeconds: number;
  resourceNameOfFlow: (flow: string) => string;
  /** Told of each state that runs a container: its `Arguments`, whose identity outlives the emitter, and the input. */
  onContainer: (call: { arguments: JsonObject; input: Json }) => void;
}

/** How a flow's actions are run on ECS and Step Functions. */
export function createToTaskState(settings: TaskStateSettings): ToTaskState {
  return (action, input) =>
    action.kind === "flow" ? runFlow(action, input, settings) : runContainer(action, input, settings);
}

function runContainer(action: ContainerAction, input: Json, settings: TaskStateSettings): JsonObject {
  const { cluster, families, onContainer } = settings;
  const options = readTaskOptions(action);
  const heartbeatSeconds = options.heartbeatSeconds ?? settings.heartbeatSeconds;
  const entry = inputEntry(input);
  const given = {
    ...createRunTaskPlace({
      cluster,
      taskDefinition: families.placeholderOf(action),
      spot: options.spot ?? settings.spot,
    }),
    Overrides: {
      ContainerOverrides: [
        {
          Name: "main",
          Environment: [
            ...(action.kind === "container" ? [] : runnerVariables(action, heartbeatSeconds, settings)),
            ...(entry === undefined ? [] : [entry]),
            { Name: "ACME_EXECUTION_ARN", Value: expression(executionArn) },
            { Name: "ACME_RUN_NAME", Value: expression(executionName) },
          ],
        },
      ],
      ...sizeOf(options, settings.size),
    },
  };
  onContainer({ arguments: given, input });
  if (action.kind === "container") return { Resource: "arn:aws:states:::ecs:runTask.sync", Arguments: given };
  return {
    Resource: "arn:aws:states:::ecs:runTask.waitForTaskToken",
    Arguments: given,
    // A heartbeat has to be shorter than the timeout, or there is none to wait for.
    ...(heartbeatSeconds < (options.timeoutSeconds ?? Infinity) && action.kind === "task"
      ? { HeartbeatSeconds: heartbeatSeconds }
      : {}),
  };
}

function runnerVariables(
  { name, kind }: ContainerAction,
  heartbeatSeconds: number,
  { cluster, name: machine }: TaskStateSettings,
): JsonObject[] {
  const results = concatenate(
    literal(`${bucketUri(cluster.bucketName)}results/${machine}/`),
    executionName,
    literal("/"),
  );
  return [
    { Name: "ACME_TASK", Value: name },
    { Name: "ACME_TASK_TOKEN", Value: expression("$states.context.Task.Token") },
    { Name: "ACME_HEARTBEAT_SECONDS", Value: String(heartbeatSeconds) },
    { Name: "ACME_RESULT_S3_URI", Value: expression(results) },
    ...(kind === "callback" ? [{ Name: "ACME_REPORT", Value: "failure" }] : []),
  ];
}

/** Fargate has pairs of cpu and memory, so both are overridden. */
function sizeOf({ cpu, memory }: ContainerOptions, size: TaskStateSettings["size"]): JsonObject {
  const wanted = { cpu: cpu ?? size.cpu, memory: memory ?? size.memory };
  if (wanted.cpu === size.cpu && wanted.memory === size.memory) return {};
  return { Cpu: String(wanted.cpu), Memory: String(wanted.memory) };
}

/** Another flow's deployment, on the version that is live there. */
function runFlow(
  { name, readsByName }: Extract<Action, { kind: "flow" }>,
  input: Json,
  { cluster, resourceNameOfFlow }: TaskStateSettings,
): JsonObject {
  const [, partition, , region, account] = cluster.clusterArn.split(":");
  const source = toExpression(input) ?? JSON.stringify(input ?? {});
  return {
    Resource: "arn:aws:states:::states:startExecution.sync:2",
    Arguments: {
      StateMachineArn: `arn:${partition}:states:${region}:${account}:stateMachine:${resourceNameOfFlow(name)}:live`,
      // The console links the two executions by it. It is a parameter like the others, so not for a flow that would see it.
      // Source: https://docs.aws.amazon.com/step-functions/latest/dg/concepts-nested-workflows.html
      Input: expression(
        readsByName
          ? `$merge([${source}, {"AWS_STEP_FUNCTIONS_STARTED_BY_EXECUTION_ID": ${executionArn}}])`
          : source,
      ),
    },
  };
}
