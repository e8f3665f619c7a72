import type { CloudFormation } from "../cloud-formation.ts";
import { deleteLeftovers, deleteResources } from "./delete-resources.ts";
import type { PhaseControl, PhaseEnd } from "./phase.ts";
import { changeStack, setStackStatus } from "./stack-status.ts";

/** The phase that deletes all resources of a stack, and then the stack. */
export async function deleteStack(
  cf: CloudFormation,
  stackId: string,
  control: PhaseControl,
): Promise<PhaseEnd> {
  const stack = cf.stacks.get(stackId);
  const retained = stack.operation?.retainResources ?? [];
  const { failed } = await deleteResources(
    cf,
    stack,
    ({ logicalId, current }) => retained.includes(logicalId) || current.deletionPolicy !== "Delete",
    control,
  );
  if (control.isStopped()) return "stopped";
  await deleteLeftovers(cf, stack, control);
  if (control.isStopped()) return "stopped";
  cf.context.store.transaction(() => {
    if (failed.length > 0) {
      const reason = `The following resource(s) failed to delete: [${failed.join(", ")}]. `;
      setStackStatus(cf, stackId, "DELETE_FAILED", reason);
    } else {
      for (const { changeSetId } of cf.changeSets.list(stackId)) cf.changeSets.remove(changeSetId);
      cf.exports.replaceImports(stackId, []);
      cf.exports.replace(stackId, []);
      setStackStatus(cf, stackId, "DELETE_COMPLETE", undefined, { deletedAt: cf.context.clock.now() });
    }
    changeStack(cf, stackId, { operation: undefined });
  });
  return "finished";
}
