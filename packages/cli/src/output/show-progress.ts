import type { StackEvent } from "@acme-engine/cfn";
import type { DeployEvent } from "@acme-engine/sdk";

import type { Printer } from "./printer.ts";

/** One line for each thing that a deployment does. */
export function showProgress(printer: Printer, event: DeployEvent): void {
  if (event.kind === "stack") showStackEvent(printer, event.event);
  else printer.detail(`  ${event.message}`);
}

/** `  CREATE_COMPLETE     AWS::ECS::Cluster  Cluster`; that a resource is begun is left out, that it is done or failed is not. */
export function showStackEvent(printer: Printer, event: StackEvent): void {
  const { kind, status, resourceType, logicalId, reason } = event;
  if (kind === "step") return printer.detail(`  ${reason ?? status}`);
  if (kind === "resource" && status.endsWith("_IN_PROGRESS")) return undefined;
  return printer.detail(`  ${status.padEnd(20)} ${resourceType}  ${logicalId}${reason ? `: ${reason}` : ""}`);
}
