export type Pattern = "requestResponse" | "sync" | "sync:2" | "waitForTaskToken";

/** A service integration's resource, e.g. `arn:aws:states:::ecs:runTask.sync` is `{ service: "ecs", action: "runTask", pattern: "sync" }`. */
export interface TaskResource {
  /** `ecs`, or `aws-sdk:s3` for the SDK integrations. */
  service: string;
  action: string;
  pattern: Pattern;
}

/** Undefined for other resources: Lambda functions, activities. */
export function parseTaskResource(resource: string): TaskResource | undefined {
  const match =
    /^arn:aws[\w-]*:states:::((?:aws-sdk:)?[^:.]+):([^:.]+)(?:\.(sync:2|sync|waitForTaskToken))?$/.exec(
      resource,
    );
  const [, service, action, pattern] = match ?? [];
  if (service === undefined || action === undefined) return undefined;
  return { service, action, pattern: (pattern ?? "requestResponse") as Pattern };
}
