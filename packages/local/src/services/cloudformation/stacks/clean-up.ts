import type { CloudFormation } from "../cloud-formation.ts";
import { deleteLeftovers } from "./delete-resources.ts";
import type { PhaseControl, PhaseEnd } from "./phase.ts";
import { changeStack, setStackStatus } from "./stack-status.ts";

/** The phase after an update or its rollback that deletes what the stack no longer holds. */
export async function cleanUp(cf: CloudFormation, stackId: string, control: PhaseControl): Promise<PhaseEnd> {
  const stack = cf.stacks.get(stackId);
  await deleteLeftovers(cf, stack, control);
  if (control.isStopped()) return "stopped";
  const isRollback = stack.status === "UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS";
  cf.context.store.transaction(() => {
    setStackStatus(cf, stackId, isRollback ? "UPDATE_ROLLBACK_COMPLETE" : "UPDATE_COMPLETE");
    changeStack(cf, stackId, { operation: undefined });
  });
  return "finished";
}
