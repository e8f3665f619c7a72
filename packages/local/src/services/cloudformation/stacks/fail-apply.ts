import type { CloudFormation } from "../cloud-formation.ts";
import { changeStack, setStackStatus } from "./stack-status.ts";

/** Ends a creation or update that failed as its caller wanted: left as it is, rolled back, or deleted. */
export function failApply(cf: CloudFormation, stackId: string, reason: string): void {
  cf.context.store.transaction(() => {
    const { operation } = cf.stacks.get(stackId);
    if (!operation) return;
    const isUpdate = operation.kind === "update";
    if (operation.onFailure === "DO_NOTHING") {
      setStackStatus(cf, stackId, isUpdate ? "UPDATE_FAILED" : "CREATE_FAILED", reason);
      changeStack(cf, stackId, { operation: undefined });
      return;
    }
    if (isUpdate) {
      const next = { ...operation, phase: "rollback" as const };
      setStackStatus(cf, stackId, "UPDATE_ROLLBACK_IN_PROGRESS", reason, { operation: next });
      return;
    }
    if (operation.onFailure === "DELETE") {
      const next = { ...operation, phase: "delete" as const };
      setStackStatus(cf, stackId, "DELETE_IN_PROGRESS", `${reason} Delete requested by user.`, {
        operation: next,
      });
      return;
    }
    const next = { ...operation, phase: "rollback" as const };
    setStackStatus(cf, stackId, "ROLLBACK_IN_PROGRESS", `${reason} Rollback requested by user.`, {
      operation: next,
    });
  });
}
