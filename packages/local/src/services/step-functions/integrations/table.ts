import { createSdkIntegration, sdkServices } from "./aws-sdk.ts";
import { ecsRunTask } from "./ecs-run-task.ts";
import { type Integration, TaskFailure } from "./integration.ts";
import { statesStartExecution } from "./states-start-execution.ts";
import { parseTaskResource, type TaskResource } from "./task-resource.ts";

/** The integrations that really do something, by `service:action`; `*` stands for every action. The docs' coverage page is printed from the keys. */
export const integrations: Readonly<Record<string, Integration>> = {
  "ecs:runTask": ecsRunTask,
  "states:startExecution": statesStartExecution,
  ...Object.fromEntries(
    Object.entries(sdkServices).map(([name, service]) => [
      `aws-sdk:${name}:*`,
      createSdkIntegration(service),
    ]),
  ),
};

/** Throws `TaskFailure` that says what the engine has instead. */
export function findIntegration(resource: string): { integration: Integration; resource: TaskResource } {
  const parsed = parseTaskResource(resource);
  const integration =
    parsed && (integrations[`${parsed.service}:${parsed.action}`] ?? integrations[`${parsed.service}:*`]);
  if (!parsed || !integration) {
    throw new TaskFailure(
      "Acme.UnsupportedResource",
      `The engine cannot run the resource "${resource}". It runs ${Object.keys(integrations).join(", ")}. Use one of these, or run this state machine on AWS.`,
    );
  }
  if (!integration.patterns.includes(parsed.pattern)) {
    throw new TaskFailure(
      "Acme.UnsupportedResource",
      `${parsed.service}:${parsed.action} does not support .${parsed.pattern}; it supports ${integration.patterns.map((pattern) => (pattern === "requestResponse" ? "no suffix" : `.${pattern}`)).join(", ")}.`,
    );
  }
  return { integration, resource: parsed };
}
