import type { TaskRequest } from "../execution.ts";
import type { Json } from "../json/json.ts";
import { notTruncated } from "./history.ts";
import type { TaskResource } from "./task-resource.ts";

type Details = { [field: string]: unknown };
type Event = [type: string, key?: `${string}EventDetails`, details?: Details];

/** A task's events, in the words of its kind of resource. Types and fields: GetExecutionHistory API, HistoryEvent. */
export interface TaskEvents {
  scheduled(request: TaskRequest, parametersText: string, region: string): Event;
  started(details: Details): Event;
  /** Undefined: there is no such event. */
  submitted(output: string): Event | undefined;
  succeeded(output: string): Event;
  failed(details: Details): Event;
  timedOut(error: string): Event;
}

export function taskEvents(resource: TaskResource): TaskEvents {
  switch (resource.kind) {
    case "lambda":
      return functionEvents("LambdaFunction", "lambdaFunction", resource.arn);
    case "activity":
      return activityEvents(resource.arn);
    case "service":
      return serviceEvents(resource.resourceType, resource.resource);
  }
}

function functionEvents(prefix: string, key: "lambdaFunction" | "activity", arn: string): TaskEvents {
  return {
    scheduled: (request, input) => [
      `${prefix}Scheduled`,
      `${key}ScheduledEventDetails`,
      { resource: arn, input, inputDetails: notTruncated, ...limits(request), ...credentials(request) },
    ],
    started: () => [`${prefix}Started`],
    submitted: () => undefined,
    succeeded: (output) => [
      `${prefix}Succeeded`,
      `${key}SucceededEventDetails`,
      { output, outputDetails: notTruncated },
    ],
    failed: (details) => [`${prefix}Failed`, `${key}FailedEventDetails`, details],
    timedOut: (error) => [`${prefix}TimedOut`, `${key}TimedOutEventDetails`, { error }],
  };
}

/** As functions have, but that the worker may give its name. */
function activityEvents(arn: string): TaskEvents {
  return {
    ...functionEvents("Activity", "activity", arn),
    started: (details) => ["ActivityStarted", "activityStartedEventDetails", details],
  };
}

function serviceEvents(resourceType: string, resource: string): TaskEvents {
  return {
    scheduled: (request, parameters, region) => [
      "TaskScheduled",
      "taskScheduledEventDetails",
      { resourceType, resource, region, parameters, ...limits(request), ...credentials(request) },
    ],
    started: () => ["TaskStarted", "taskStartedEventDetails", { resourceType, resource }],
    submitted: (output) => [
      "TaskSubmitted",
      "taskSubmittedEventDetails",
      { resourceType, resource, output, outputDetails: notTruncated },
    ],
    succeeded: (output) => [
      "TaskSucceeded",
      "taskSucceededEventDetails",
      { resourceType, resource, output, outputDetails: notTruncated },
    ],
    failed: (details) => ["TaskFailed", "taskFailedEventDetails", { resourceType, resource, ...details }],
    timedOut: (error) => ["TaskTimedOut", "taskTimedOutEventDetails", { resourceType, resource, error }],
  };
}

function limits({ timeoutSeconds, heartbeatSeconds }: TaskRequest): Details {
  return {
    ...(timeoutSeconds === undefined ? undefined : { timeoutInSeconds: timeoutSeconds }),
    ...(heartbeatSeconds === undefined ? undefined : { heartbeatInSeconds: heartbeatSeconds }),
  };
}

function credentials({ credentials }: TaskRequest): Details | undefined {
  const roleArn = roleArnOf(credentials);
  return roleArn === undefined ? undefined : { taskCredentials: { roleArn } };
}

function roleArnOf(credentials: Json | undefined): Json | undefined {
  const isObject = typeof credentials === "object" && credentials !== null && !Array.isArray(credentials);
  return isObject ? credentials["RoleArn"] : undefined;
}
