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

/** Undefined when the engine itself has none for the resource. Throws `TaskFailure` for a pattern that the integration does not have. */
export function findOwnIntegration(
  resource: string,
): { integration: Integration; resource: TaskResource } | undefined {
  const parsed = parseTaskResource(resource);
  const integration =
    parsed && (integrations[`${parsed.service}:${parsed.action}`] ?? integrations[`${parsed.service}:*`]);
  return parsed && integration && checkPattern(integration, parsed);
}

/** Throws `TaskFailure` that says which patterns the integration has. */
export function checkPattern(
  integration: Integration,
  resource: TaskResource,
): { integration: Integration; resource: TaskResource } {
  const { service, action, pattern } = resource;
  if (integration.patterns.includes(pattern)) return { integration, resource };
  const has = integration.patterns.map((each) => (each === "requestResponse" ? "no suffix" : `.${each}`));
  throw new TaskFailure(
    "Acme.UnsupportedResource",
    `${service}:${action} does not support .${pattern}; it supports ${has.join(", ")}.`,
  );
}
