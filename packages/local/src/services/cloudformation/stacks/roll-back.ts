import type { CloudFormation } from "../cloud-formation.ts";
import type { ResourceRecord } from "../records/resource-record.ts";
import type { StackRecord } from "../records/stack-record.ts";
import { toStatusReason } from "../resources/resource-failure.ts";
import { deleteResources } from "./delete-resources.ts";
import { getProvider } from "./desired-state.ts";
import type { PhaseControl, PhaseEnd } from "./phase.ts";
import { planTarget } from "./plan-target.ts";
import { setResourceStatus } from "./resource-status.ts";
import { changeStack, setStackStatus } from "./stack-status.ts";
import { visitInOrder } from "./visit-in-order.ts";

/** The phase that undoes a failed creation or update. */
export async function rollBack(
  cf: CloudFormation,
  stackId: string,
  control: PhaseControl,
): Promise<PhaseEnd> {
  const stack = cf.stacks.get(stackId);
  return stack.operation?.kind === "update"
    ? rollBackUpdate(cf, stack, control)
    : rollBackCreation(cf, stack, control);
}

async function rollBackCreation(
  cf: CloudFormation,
  stack: StackRecord,
  control: PhaseControl,
): Promise<PhaseEnd> {
  const { stackId } = stack;
  // Source: CloudFormation User Guide, "DeletionPolicy attribute": RetainExceptOnCreate deletes here, Retain does not.
  const isKept = ({ current }: ResourceRecord) => current.made && current.deletionPolicy === "Retain";
  const { failed } = await deleteResources(cf, stack, isKept, control);
  if (control.isStopped()) return "stopped";
  cf.context.store.transaction(() => {
    cf.exports.replaceImports(stackId, []);
    if (failed.length > 0) {
      const reason = `The following resource(s) failed to delete: [${failed.join(", ")}].`;
      setStackStatus(cf, stackId, "ROLLBACK_FAILED", reason);
    } else {
      setStackStatus(cf, stackId, "ROLLBACK_COMPLETE");
    }
    changeStack(cf, stackId, { operation: undefined });
  });
  return "finished";
}

async function rollBackUpdate(
  cf: CloudFormation,
  stack: StackRecord,
  control: PhaseControl,
): Promise<PhaseEnd> {
  const { stackId, operation } = stack;
  const changed = cf.resources.list(stackId).filter(({ previous, isNew }) => previous && !isNew);
  const ids = new Set(changed.map(({ logicalId }) => logicalId));
  const dependencies = new Map(
    changed.map(({ logicalId, previous }) => [
      logicalId,
      previous?.dependsOn.filter((name) => ids.has(name)) ?? [],
    ]),
  );
  const failed: string[] = [];
  await visitInOrder(
    dependencies,
    async (logicalId) => {
      if (!(await restoreResource(cf, stack, logicalId, control))) failed.push(logicalId);
      return true;
    },
    control.isStopped,
  );
  if (control.isStopped()) return "stopped";
  cf.context.store.transaction(() => {
    if (failed.length > 0) {
      const reason = `The following resource(s) failed to update: [${failed.join(", ")}].`;
      setStackStatus(cf, stackId, "UPDATE_ROLLBACK_FAILED", reason);
      changeStack(cf, stackId, { operation: undefined });
      return;
    }
    for (const record of cf.resources.list(stackId).filter(({ isNew }) => isNew)) {
      if (record.current.made) cf.resources.addLeftover(stackId, record.logicalId, record.current);
      cf.resources.remove(stackId, record.logicalId);
    }
    cf.exports.replaceImports(stackId, stack.current ? planTarget(cf, stack, stack.current).imports : []);
    const next = operation && { ...operation, phase: "cleanUp" as const };
    setStackStatus(cf, stackId, "UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS", undefined, {
      operation: next,
    });
  });
  return "finished";
}

/** Makes a resource what it was before the update. */
async function restoreResource(
  cf: CloudFormation,
  stack: StackRecord,
  logicalId: string,
  control: PhaseControl,
): Promise<boolean> {
  const record = cf.resources.find(stack.stackId, logicalId);
  const previous = record?.previous;
  if (!record || !previous) return true;
  const { previous: _, statusReason: __, ...rest } = record;
  if (record.current.physicalId !== previous.physicalId || !record.current.made) {
    cf.context.store.transaction(() => {
      if (record.current.made) cf.resources.addLeftover(stack.stackId, logicalId, record.current);
      setResourceStatus(cf, stack, { ...rest, current: previous, status: "UPDATE_COMPLETE" });
    });
    return true;
  }
  setResourceStatus(cf, stack, { ...rest, previous, status: "UPDATE_IN_PROGRESS" });
  const provider = getProvider(cf, previous.type);
  const requestToken = cf.context.createId();
  try {
    const attributes = await provider.update?.({
      stackId: stack.stackId,
      stackName: stack.stackName,
      logicalId,
      physicalId: previous.physicalId ?? "",
      properties: previous.properties,
      tags: previous.tags,
      previousProperties: record.current.properties,
      previousTags: record.current.tags,
      attributes: record.current.attributes,
    });
    if (control.isClosing()) return false;
    setResourceStatus(cf, stack, {
      ...rest,
      current: { ...previous, attributes: attributes ?? previous.attributes },
      status: "UPDATE_COMPLETE",
    });
    return true;
  } catch (error) {
    if (control.isClosing()) return false;
    const reason = toStatusReason(error, requestToken);
    setResourceStatus(cf, stack, { ...rest, previous, status: "UPDATE_FAILED" }, reason);
    return false;
  }
}
