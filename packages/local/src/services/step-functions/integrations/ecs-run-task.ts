/** ecs:runTask. Source: Step Functions developer guide, "Run Amazon ECS or Fargate tasks"; shapes recorded on AWS. */
import type { Json } from "@acme-engine/asl";
import * as ecs from "@aws-sdk/client-ecs";

import type { EngineContext } from "../../../engine-context.ts";
import { shapeOf } from "../../../protocol/codec/shape.ts";
import { type Integration, isSync, TaskFailure, type TaskOutcome } from "./integration.ts";
import { isObject, type OutputStyle, parseArguments, toOutput } from "./model-json.ts";
import { createSdkModel } from "./sdk-model.ts";
import { toSdkMetadata } from "./sdk-response.ts";
import { optimizedFailure } from "./service-failure.ts";

/** Recorded on AWS: its client has every list of its time, and none that ECS has got since. */
const style: OutputStyle = {
  timestamps: "millis",
  showsEmptyList: (member) => member !== "neuronDeviceIds",
};
const [, , , , runTaskInput, runTaskOutput] = ecs.RunTask$;
const model = createSdkModel(ecs);

const toFailure = optimizedFailure({
  prefix: "ECS",
  service: "AmazonECS",
  unmodelled: "AmazonECSException",
  isModelled: model.isModelledError,
});

/** What is kept of the tasks that were started. */
interface Handle {
  cluster: string | undefined;
  taskArns: string[];
}

export const ecsRunTask: Integration = {
  patterns: ["requestResponse", "sync", "waitForTaskToken"],

  // Recorded on AWS: only tasks that Step Functions watches are marked.
  toScheduledParameters: (parameters, { pattern }) =>
    isSync(pattern) && isObject(parameters) ? { ...parameters, StartedBy: startedBy } : parameters,

  async start({ request, resource, clientToken }, { call, clock, createId }) {
    const sync = isSync(resource.pattern);
    const input: ecs.RunTaskRequest = {
      // The schema of RunTask's input describes a RunTaskRequest.
      ...(parseArguments(shapeOf(runTaskInput), request.arguments) as ecs.RunTaskRequest),
      clientToken,
      ...(sync && { startedBy }),
    };
    const requestId = createId();
    let response: ecs.RunTaskResponse;
    try {
      response = await call<ecs.RunTaskRequest, ecs.RunTaskResponse>("ecs", "RunTask", input);
    } catch (error) {
      throw toFailure(error, requestId);
    }
    const body = toOutput(shapeOf(runTaskOutput), response, style);
    const { tasks = [], failures = [] } = response;
    if (resource.pattern !== "requestResponse" && failures.length > 0) {
      throw new TaskFailure("AmazonECS.Unknown", JSON.stringify(body));
    }
    const metadata = toSdkMetadata({
      requestId,
      at: new Date(clock.now()),
      output: body,
      contentType: "application/x-amz-json-1.1",
    });
    const handle = {
      cluster: tasks[0]?.clusterArn ?? input.cluster ?? null,
      taskArns: tasks.map(({ taskArn }) => taskArn ?? ""),
    };
    return { output: isObject(body) ? { ...body, ...metadata } : body, handle };
  },

  follow(handle, _call, context, end) {
    const { cluster, taskArns } = parseHandle(handle);
    const stopped = new Map<string, ecs.Task>();
    let over = false;
    const see = (task: ecs.Task) => {
      const arn = task.taskArn ?? "";
      if (over || task.lastStatus !== "STOPPED" || !taskArns.includes(arn)) return;
      stopped.set(arn, task);
      if (stopped.size < taskArns.length) return;
      finish(async () =>
        toOutcome([...stopped.values()], await findEssentialContainers([...stopped.values()], context)),
      );
    };
    const finish = (decide: () => Promise<TaskOutcome>) => {
      over = true;
      unsubscribe();
      void decide()
        .catch((error: unknown) => ({ error: "States.TaskFailed", cause: String(error) }))
        .then(end);
    };
    const unsubscribe = context.events.subscribe("ECS Task State Change", see);
    // Whoever stopped before the subscription sends no event any more.
    void context
      .call<ecs.DescribeTasksRequest, ecs.DescribeTasksResponse>("ecs", "DescribeTasks", {
        ...(cluster !== undefined && { cluster }),
        tasks: taskArns,
      })
      .then(({ tasks = [], failures = [] }) => {
        for (const task of tasks) see(task);
        if (!over && failures.length > 0) {
          finish(async () => ({ error: "States.TaskFailed", cause: JSON.stringify({ Failures: failures }) }));
        }
      })
      .catch((error: unknown) => finish(async () => ({ error: "States.TaskFailed", cause: String(error) })));
    return () => {
      over = true;
      unsubscribe();
    };
  },

  async stop(handle, { executionArn }, { call }) {
    const { cluster, taskArns } = parseHandle(handle);
    for (const task of taskArns) {
      await call<ecs.StopTaskRequest, ecs.StopTaskResponse>("ecs", "StopTask", {
        ...(cluster !== undefined && { cluster }),
        task,
        reason: stopReason(executionArn),
      });
    }
  },
};

/** Recorded on AWS: TaskScheduled of ecs:runTask.sync. */
const startedBy = "AWS Step Functions";

/** As seen on AWS for jobs of aborted executions (AWS Batch's status reason); ECS is told the same. */
const stopReason = (executionArn: string) =>
  `The Task state in AWS Step Functions execution [${executionArn}] which was managing this resource was aborted`;

/** One task is shown as itself, several as a list; a failure shows the task that failed. */
function toOutcome(tasks: readonly ecs.Task[], essential: ReadonlySet<string>): TaskOutcome {
  const failed = tasks.find((task) => hasFailed(task, essential));
  if (failed) {
    return { error: "States.TaskFailed", cause: JSON.stringify(toOutput(shapeOf(ecs.Task$), failed, style)) };
  }
  const outputs = tasks.map((task) => toOutput(shapeOf(ecs.Task$), task, style));
  const [only] = outputs;
  return { output: outputs.length === 1 && only !== undefined ? only : outputs };
}

/** A task has failed when it did not start, or an essential container did not exit with 0. */
function hasFailed({ stopCode, containers = [] }: ecs.Task, essential: ReadonlySet<string>): boolean {
  if (stopCode === "TaskFailedToStart") return true;
  return containers.some(({ name = "", exitCode }) => essential.has(name) && exitCode !== 0);
}

/** Containers that are not essential may be killed when the essential ones are done, which is no failure. */
async function findEssentialContainers(
  tasks: readonly ecs.Task[],
  { call }: EngineContext,
): Promise<ReadonlySet<string>> {
  const names = new Set<string>();
  for (const taskDefinition of new Set(tasks.map(({ taskDefinitionArn }) => taskDefinitionArn))) {
    const response = await call<ecs.DescribeTaskDefinitionRequest, ecs.DescribeTaskDefinitionResponse>(
      "ecs",
      "DescribeTaskDefinition",
      { taskDefinition },
    );
    for (const { name = "", essential } of response.taskDefinition?.containerDefinitions ?? []) {
      if (essential !== false) names.add(name);
    }
  }
  return names;
}

function parseHandle(handle: Json): Handle {
  const { cluster, taskArns } = isObject(handle) ? handle : {};
  return {
    cluster: typeof cluster === "string" ? cluster : undefined,
    taskArns: Array.isArray(taskArns) ? taskArns.map(String) : [],
  };
}
