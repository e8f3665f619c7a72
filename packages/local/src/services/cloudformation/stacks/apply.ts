import type { CloudFormation } from "../cloud-formation.ts";
import type { ResourceRecord, ResourceState } from "../records/resource-record.ts";
import type { StackOutput, StackRecord, StackTarget } from "../records/stack-record.ts";
import type { RetentionPolicy } from "../template/template.ts";
import { bringResource, type ApplyWork } from "./bring-resource.ts";
import { checkExports } from "./check-exports.ts";
import { evaluateResource, getProvider } from "./desired-state.ts";
import { failApply } from "./fail-apply.ts";
import { appendResourceEvent } from "./resource-status.ts";
import type { PhaseControl, PhaseEnd } from "./phase.ts";
import { checkImports, evaluateOutputs, planTarget, type TargetPlan } from "./plan-target.ts";
import { changeStack, setStackStatus } from "./stack-status.ts";
import { lookUpStanding } from "./standing-resources.ts";
import { visitInOrder } from "./visit-in-order.ts";

/** The phase that brings a stack's resources to the target of its operation. */
export async function apply(cf: CloudFormation, stackId: string, control: PhaseControl): Promise<PhaseEnd> {
  const stack = cf.stacks.get(stackId);
  const { operation } = stack;
  const target = operation?.target;
  if (!operation || !target) return "finished";

  let plan: TargetPlan;
  try {
    plan = planTarget(cf, stack, target);
    checkImports(cf, plan);
  } catch (error) {
    failApply(cf, stackId, toReason(error));
    return "finished";
  }
  cf.exports.addImports(stackId, plan.imports);
  const work: ApplyWork = { cf, stack, operation, target, plan, control };
  const begunBefore = cf.resources.list(stackId).filter(({ operationId }) => operationId === operation.id);
  const isCancelled = () => cf.stacks.get(stackId).operation?.cancelled === true;
  // After a restart, what had begun is ended first; a failure among it means that nothing else begins.
  const interrupted = begunBefore.filter(({ status }) => status.endsWith("_IN_PROGRESS"));
  await Promise.all(interrupted.map(({ logicalId }) => bringResource(work, logicalId)));
  const failedBefore = begunBefore.filter(({ logicalId }) =>
    cf.resources.find(stackId, logicalId)?.status.endsWith("_FAILED"),
  );
  if (control.isClosing()) return "stopped";
  const failed = failedBefore.map(({ logicalId }) => logicalId);
  if (failed.length === 0) {
    const visited = await visitInOrder(
      plan.dependencies,
      (logicalId) => bringResource(work, logicalId),
      () => control.isStopped() || isCancelled(),
    );
    failed.push(...visited.failed);
  }
  if (control.isStopped()) return "stopped";
  if (isCancelled()) {
    failApply(cf, stackId, "User Initiated");
    return "finished";
  }
  if (failed.length > 0) {
    failApply(cf, stackId, describeFailures(cf, stackId, failed));
    return "finished";
  }
  try {
    const outputs = evaluateOutputs(plan, lookUpStanding(cf, stackId));
    checkExports(cf, stack, outputs);
    finishApply(cf, stack, target, plan, outputs);
  } catch (error) {
    failApply(cf, stackId, toReason(error));
  }
  return "finished";
}

function toReason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function describeFailures(cf: CloudFormation, stackId: string, failed: readonly string[]): string {
  const isCreation = (logicalId: string) => cf.resources.find(stackId, logicalId)?.status === "CREATE_FAILED";
  const created = failed.filter(isCreation);
  const updated = failed.filter((logicalId) => !isCreation(logicalId));
  return [
    ...(created.length > 0 ? [`The following resource(s) failed to create: [${created.join(", ")}].`] : []),
    ...(updated.length > 0 ? [`The following resource(s) failed to update: [${updated.join(", ")}].`] : []),
  ].join(" ");
}

/** The stack is what the target says; what it does not hold any more becomes work for `cleanUp`. */
function finishApply(
  cf: CloudFormation,
  stack: StackRecord,
  target: StackTarget,
  plan: TargetPlan,
  outputs: readonly StackOutput[],
): void {
  const { stackId } = stack;
  const isUpdate = stack.operation?.kind === "update";
  cf.context.store.transaction(() => {
    changeStack(cf, stackId, { current: target, outputs });
    if (isUpdate) {
      const operation = stack.operation && { ...stack.operation, phase: "cleanUp" as const };
      setStackStatus(cf, stackId, "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", undefined, { operation });
    }
    for (const record of cf.resources.list(stackId)) settleResource(cf, stack, target, plan, record);
    cf.exports.replaceImports(stackId, plan.imports);
    cf.exports.replace(
      stackId,
      outputs.flatMap(({ exportName, value }) =>
        exportName === undefined ? [] : [{ name: exportName, value }],
      ),
    );
    if (!isUpdate) {
      setStackStatus(cf, stackId, "CREATE_COMPLETE");
      changeStack(cf, stackId, { operation: undefined });
    }
  });
}

/** Takes a resource over as the target has it, or out of the stack if the target does not have it. */
function settleResource(
  cf: CloudFormation,
  stack: StackRecord,
  target: StackTarget,
  plan: TargetPlan,
  record: ResourceRecord,
): void {
  const { logicalId, current, previous, isNew: _, ...rest } = record;
  const replaced = previous && previous.physicalId !== current.physicalId ? previous : undefined;
  if (replaced) leave(cf, stack, logicalId, replaced, current.updateReplacePolicy);
  if (!plan.dependencies.has(logicalId)) {
    leave(cf, stack, logicalId, current, current.deletionPolicy);
    cf.resources.remove(stack.stackId, logicalId);
    return;
  }
  // What has no effect on the physical resource changes without an update of it.
  const desired = evaluateResource(cf, plan, target, logicalId, lookUpStanding(cf, stack.stackId));
  const { physicalId, made, properties, attributes } = current;
  const tags = getProvider(cf, desired.type).update ? desired.tags : current.tags;
  cf.resources.save({
    ...rest,
    logicalId,
    // A failure of an earlier operation that this one had no need to mend.
    status: rest.status.endsWith("_FAILED") ? "UPDATE_COMPLETE" : rest.status,
    current: {
      ...desired,
      made,
      properties,
      attributes,
      tags,
      ...(physicalId === undefined ? {} : { physicalId }),
    },
  });
}

/** Hands a physical resource over to `cleanUp`, unless its policy keeps it. */
function leave(
  cf: CloudFormation,
  stack: StackRecord,
  logicalId: string,
  state: ResourceState,
  policy: RetentionPolicy,
): void {
  if (!state.made) return;
  if (policy === "Delete") cf.resources.addLeftover(stack.stackId, logicalId, state);
  else appendResourceEvent(cf, stack, logicalId, state, "DELETE_SKIPPED");
}
