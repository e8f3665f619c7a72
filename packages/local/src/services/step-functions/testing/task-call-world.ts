import type { TaskRequest } from "@acme-engine/asl";

import type { TaskCall } from "../integrations/integration.ts";
import { findOwnIntegration } from "../integrations/table.ts";

/** A task as the interpreter would hand it out, for tests. */
export function createTaskCall(resource: string, parameters: TaskRequest["arguments"]): TaskCall {
  const found = findOwnIntegration(resource);
  if (!found) throw new Error(`the engine has no integration of its own for ${resource}`);
  return {
    request: { taskId: "1", resource, arguments: parameters, stateName: "Work", attempt: 0 },
    resource: found.resource,
    executionArn: "arn:aws:states:us-east-1:000000000000:execution:machine:run",
    clientToken: "c".repeat(64),
  };
}
