import { sdkServices } from "../integrations/aws-sdk.ts";
import { createSdkModel } from "../integrations/sdk-model.ts";
import { parseTaskResource } from "../integrations/task-resource.ts";
import type { FieldShape } from "./field-shape.ts";
import { findKnownResponse } from "./known-responses.ts";
import { toFieldShape } from "./sdk-field-shape.ts";

/** Which call of an SDK a task's result comes from. Source: Developer Guide, Integrating services, for each service. */
interface Answer {
  service: string;
  action: string;
  /** Of the answer's list, its first item is the result: `Tasks`. */
  firstOf?: string;
}

/** Jobs that are waited for end with what describes them. */
const optimized: { readonly [resource: string]: Answer } = {
  "states:startExecution": { service: "sfn", action: "startExecution" },
  "states:startExecution.sync": { service: "sfn", action: "describeExecution" },
  "states:startExecution.sync:2": { service: "sfn", action: "describeExecution" },
  "ecs:runTask": { service: "ecs", action: "runTask" },
  "ecs:runTask.sync": { service: "ecs", action: "describeTasks", firstOf: "Tasks" },
};

/** What a task's mock must look like; undefined where a worker or a function answers what it likes, or nothing is known. */
export async function findResponseShape(resourceArn: string): Promise<FieldShape | undefined> {
  const resource = parseTaskResource(resourceArn);
  if (!resource || resource.pattern === "waitForTaskToken") return undefined;
  const { service, action, pattern } = resource;
  const suffix = pattern === "requestResponse" ? "" : `.${pattern}`;
  const answer = optimized[`${service}:${action}${suffix}`] ?? toSdkAnswer(service, action);
  return answer ? shapeOf(answer) : findKnownResponse(`${service}:${action}${suffix}`);
}

function toSdkAnswer(service: string, action: string): Answer | undefined {
  const name = service.replace(/^aws-sdk:/, "");
  return name !== service && Object.hasOwn(sdkServices, name) ? { service: name, action } : undefined;
}

async function shapeOf({ service, action, firstOf }: Answer): Promise<FieldShape | undefined> {
  const client = await sdkServices[service]?.load();
  const operation = client && createSdkModel(client).findOperation(action);
  if (!client || !operation) return undefined;
  const shape = toFieldShape(operation.output, client);
  if (firstOf === undefined || shape.kind !== "object") return shape;
  const list = shape.member(firstOf);
  return list?.kind === "array" ? list.items : undefined;
}
