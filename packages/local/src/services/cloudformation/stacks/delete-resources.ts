import type { CloudFormation } from "../cloud-formation.ts";
import type { ResourceRecord, ResourceState } from "../records/resource-record.ts";
import type { StackRecord } from "../records/stack-record.ts";
import { deletePhysical } from "./delete-physical.ts";
import type { PhaseControl } from "./phase.ts";
import { appendResourceEvent, setResourceStatus } from "./resource-status.ts";
import { reverseDependencies, visitInOrder } from "./visit-in-order.ts";

/**
 * Deletes a stack's resources, each after those that depend on it; `isKept` says which physical resources stay. The
 * result names those that could not be deleted. Their records stay: DELETE_COMPLETE is what a restart leaves alone.
 */
export async function deleteResources(
  cf: CloudFormation,
  stack: StackRecord,
  isKept: (record: ResourceRecord) => boolean,
  control: PhaseControl,
): Promise<{ failed: string[] }> {
  const records = new Map(
    cf.resources
      .list(stack.stackId)
      .filter(({ status }) => status !== "DELETE_COMPLETE" && status !== "DELETE_SKIPPED")
      .map((record) => [record.logicalId, record]),
  );
  const dependencies = new Map(
    [...records].map(([id, { current }]) => [id, current.dependsOn.filter((name) => records.has(name))]),
  );
  const failed: string[] = [];
  const visit = async (logicalId: string): Promise<boolean> => {
    const record = records.get(logicalId);
    if (!record) return true;
    const succeeded = await deleteResource(cf, stack, record, isKept(record), control);
    // Others go on, as on AWS: only what this resource depends on must wait for it.
    if (!succeeded) failed.push(logicalId);
    return true;
  };
  const blocked = reverseDependencies(dependencies);
  await visitInOrder(
    blocked,
    async (logicalId) => {
      if (blocked.get(logicalId)?.some((name) => failed.includes(name))) {
        failed.push(logicalId);
        return true;
      }
      return visit(logicalId);
    },
    control.isStopped,
  );
  return { failed };
}

async function deleteResource(
  cf: CloudFormation,
  stack: StackRecord,
  record: ResourceRecord,
  kept: boolean,
  control: PhaseControl,
): Promise<boolean> {
  const operationId = stack.operation?.id ?? record.operationId;
  const { statusReason: _, previous, ...rest } = record;
  const next = { ...rest, operationId, action: "delete" as const };
  // A failed update may have left two physical resources of one logical id.
  const older = previous && previous.physicalId !== record.current.physicalId ? previous : undefined;
  if (kept) {
    setResourceStatus(cf, stack, { ...next, status: "DELETE_SKIPPED" });
    return true;
  }
  if (!record.current.made && !older) {
    cf.resources.save({ ...record, status: "DELETE_COMPLETE" });
    return true;
  }
  setResourceStatus(cf, stack, {
    ...next,
    ...(older ? { previous: older } : {}),
    status: "DELETE_IN_PROGRESS",
  });
  const reasons = [await deletePhysical(cf, record.current), older && (await deletePhysical(cf, older))];
  if (control.isClosing()) return false;
  const reason = reasons.find((text) => text !== undefined);
  if (reason !== undefined) {
    setResourceStatus(
      cf,
      stack,
      { ...next, ...(older ? { previous: older } : {}), status: "DELETE_FAILED" },
      reason,
    );
    return false;
  }
  setResourceStatus(cf, stack, {
    ...next,
    current: { ...record.current, made: false },
    status: "DELETE_COMPLETE",
  });
  return true;
}

/** Deletes what a stack no longer holds. A failure is told in an event and forgotten, as on AWS. */
export async function deleteLeftovers(
  cf: CloudFormation,
  stack: StackRecord,
  control: PhaseControl,
): Promise<void> {
  const leftovers = cf.resources.listLeftovers(stack.stackId);
  const keyOf = (id: number) => String(id);
  const byKey = new Map(leftovers.map((leftover) => [keyOf(leftover.id), leftover]));
  const dependencies = new Map(
    leftovers.map(({ id, state }) => [
      keyOf(id),
      leftovers
        .filter((other) => other.id !== id && state.dependsOn.includes(other.logicalId))
        .map((other) => keyOf(other.id)),
    ]),
  );
  await visitInOrder(
    reverseDependencies(dependencies),
    async (key) => {
      const leftover = byKey.get(key);
      if (!leftover) return true;
      const { id, logicalId, state } = leftover;
      const event = (status: "DELETE_IN_PROGRESS" | "DELETE_COMPLETE" | "DELETE_FAILED", reason?: string) =>
        appendResourceEvent(cf, stack, logicalId, state satisfies ResourceState, status, reason);
      event("DELETE_IN_PROGRESS");
      const reason = await deletePhysical(cf, state);
      if (control.isClosing()) return false;
      cf.context.store.transaction(() => {
        event(reason === undefined ? "DELETE_COMPLETE" : "DELETE_FAILED", reason);
        cf.resources.removeLeftover(id);
      });
      return true;
    },
    control.isStopped,
  );
}
