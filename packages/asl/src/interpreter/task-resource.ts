import type { JsonObject } from "../json/object.ts";

/**
 * What a task's `Resource` names. History tells of each kind in events of its own.
 * Source: Developer Guide, Task workflow state, Resource field.
 */
export type TaskResource =
  | { kind: "lambda"; arn: string }
  | { kind: "activity"; arn: string }
  | {
      kind: "service";
      /** `ecs`, `aws-sdk:s3` */
      resourceType: string;
      /** `runTask.sync` */
      resource: string;
      /** The callback pattern: the arguments may carry a token. */
      waitsForToken: boolean;
    };

/** Undefined when the text is none of these. */
export function parseTaskResource(arn: string): TaskResource | undefined {
  const service = /^arn:[^:]+:states:[^:]*:[^:]*:(?<resourceType>.+):(?<resource>[^:]+)$/.exec(arn)?.groups;
  if (service?.["resourceType"] === "activity") return { kind: "activity", arn };
  const { resourceType, resource } = service ?? {};
  if (resourceType !== undefined && resource !== undefined) {
    return { kind: "service", resourceType, resource, waitsForToken: resource.endsWith(".waitForTaskToken") };
  }
  return /^arn:[^:]+:lambda:/.test(arn) ? { kind: "lambda", arn } : undefined;
}

/** What Step Functions adds to the caller's arguments. Recorded on AWS: test_run_task_sync_raise_failure. */
const addedArguments: { [resource: string]: JsonObject } = {
  "ecs:runTask.sync": { StartedBy: "AWS Step Functions" },
};

/** The arguments as the service gets them and history shows them. */
export function completeArguments(resource: TaskResource, given: JsonObject): JsonObject {
  if (resource.kind !== "service") return given;
  const added = addedArguments[`${resource.resourceType}:${resource.resource}`];
  return added === undefined ? given : { ...given, ...added };
}
