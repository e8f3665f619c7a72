import type { ResourceStatus } from "@aws-sdk/client-cloudformation";

import type { CloudFormation } from "../cloud-formation.ts";
import type { ResourceRecord, ResourceState } from "../records/resource-record.ts";
import type { StackOperation, StackRecord, StackTarget } from "../records/stack-record.ts";
import type { Attributes, ResourceProvider } from "../resources/provider.ts";
import { toStatusReason } from "../resources/resource-failure.ts";
import { compareResource, evaluateResource, getProvider, type DesiredState } from "./desired-state.ts";
import type { PhaseControl } from "./phase.ts";
import type { TargetPlan } from "./plan-target.ts";
import { setResourceStatus } from "./resource-status.ts";
import { lookUpStanding } from "./standing-resources.ts";

export interface ApplyWork {
  readonly cf: CloudFormation;
  readonly stack: StackRecord;
  readonly operation: StackOperation;
  readonly target: StackTarget;
  readonly plan: TargetPlan;
  readonly control: PhaseControl;
}

/**
 * Brings one resource to what the target says, and tells whether that worked. What the record says of this operation
 * was done before a restart: a finished resource is left, one in progress is done again with the same physical id.
 */
export async function bringResource(work: ApplyWork, logicalId: string): Promise<boolean> {
  const { cf, stack, operation, target, plan } = work;
  const record = cf.resources.find(stack.stackId, logicalId);
  const begun = record?.operationId === operation.id ? record : undefined;
  if (begun?.status.endsWith("_COMPLETE")) return true;
  if (begun?.status.endsWith("_FAILED")) return false;

  let desired: DesiredState;
  try {
    desired = evaluateResource(cf, plan, target, logicalId, lookUpStanding(cf, stack.stackId));
  } catch (error) {
    failBeforeBegin(work, logicalId, record, error);
    return false;
  }
  const provider = getProvider(cf, desired.type);
  if (begun) return carryOut(work, provider, begun, true);

  const difference = compareResource(provider, record, desired);
  if (difference.action === "none") return true;
  const started = begin(work, provider, logicalId, record, desired, difference.action);
  return started ? carryOut(work, provider, started, false) : false;
}

/** A resource that cannot be evaluated never began; its event names it all the same. */
function failBeforeBegin(
  { cf, stack, operation, plan }: ApplyWork,
  logicalId: string,
  record: ResourceRecord | undefined,
  error: unknown,
): void {
  const declaration = plan.template.resources.get(logicalId);
  const empty: ResourceState = {
    type: declaration?.type ?? "",
    made: false,
    properties: {},
    attributes: {},
    tags: [],
    dependsOn: plan.dependencies.get(logicalId) ?? [],
    deletionPolicy: "Delete",
    updateReplacePolicy: "Delete",
  };
  setResourceStatus(
    cf,
    stack,
    {
      ...(record ?? { logicalId, current: empty, ...newMark(operation) }),
      operationId: operation.id,
      action: record ? "update" : "create",
      status: record ? "UPDATE_FAILED" : "CREATE_FAILED",
      ...(record && !record.previous ? { previous: record.current } : {}),
    },
    toStatusReason(error, cf.context.createId()),
  );
}

function newMark(operation: StackOperation): { isNew?: true } {
  return operation.kind === "update" ? { isNew: true } : {};
}

/** Stores what is about to happen, physical id included, before it happens. */
function begin(
  { cf, stack, operation }: ApplyWork,
  provider: ResourceProvider,
  logicalId: string,
  record: ResourceRecord | undefined,
  desired: DesiredState,
  action: "create" | "update" | "replace",
): ResourceRecord | undefined {
  const previous = record?.previous ?? (action === "create" ? undefined : record?.current);
  const common = {
    logicalId,
    operationId: operation.id,
    action,
    ...(previous ? { previous } : {}),
    ...(record?.isNew || (action === "create" && !previous) ? newMark(operation) : {}),
  };
  if (action === "update" && record) {
    const { physicalId, made, attributes } = record.current;
    const current = { ...desired, made, attributes, ...(physicalId === undefined ? {} : { physicalId }) };
    return setResourceStatus(cf, stack, { ...common, current, status: "UPDATE_IN_PROGRESS" });
  }
  const name = provider.nameProperty === undefined ? undefined : desired.properties[provider.nameProperty];
  if (
    action === "replace" &&
    record &&
    name !== undefined &&
    name === record.current.properties[provider.nameProperty ?? ""]
  ) {
    setResourceStatus(
      cf,
      stack,
      { ...common, current: record.current, status: "UPDATE_FAILED" },
      `CloudFormation cannot update a stack when a custom-named resource requires replacing. Rename ${String(name)} and update the stack again.`,
    );
    return undefined;
  }
  // A first attempt that was left half done (DisableRollback) is taken up again; so is its name.
  const left = action === "create" && record?.current.made ? record.current.physicalId : undefined;
  const physicalId =
    left ??
    provider.choosePhysicalId?.({
      stackId: stack.stackId,
      stackName: stack.stackName,
      logicalId,
      properties: desired.properties,
      tags: [],
    });
  const current: ResourceState = {
    ...desired,
    made: left !== undefined,
    attributes: {},
    ...(physicalId === undefined ? {} : { physicalId }),
  };
  return cf.context.store.transaction(() => {
    if (action === "replace" && record?.previous && record.current.made) {
      // A replacement of an earlier, failed update: neither outcome of this one keeps it.
      if (record.current.physicalId !== record.previous.physicalId) {
        cf.resources.addLeftover(stack.stackId, logicalId, record.current);
      }
    }
    return setResourceStatus(
      cf,
      stack,
      { ...common, current, status: action === "replace" ? "UPDATE_IN_PROGRESS" : "CREATE_IN_PROGRESS" },
      action === "replace"
        ? "Requested update requires the creation of a new physical resource; hence creating one."
        : undefined,
    );
  });
}

async function carryOut(
  { cf, stack, control }: ApplyWork,
  provider: ResourceProvider,
  started: ResourceRecord,
  resumed: boolean,
): Promise<boolean> {
  const { logicalId, action, previous } = started;
  const requestToken = cf.context.createId();
  let record = started;
  const { properties, tags } = record.current;
  const request = {
    stackId: stack.stackId,
    stackName: stack.stackName,
    logicalId,
    properties,
    tags: tags,
  };
  const verb = action === "create" ? "CREATE" : "UPDATE";
  let end: { status: ResourceStatus; reason?: string; attributes?: Attributes };
  try {
    const attributes =
      action === "update" && previous && provider.update && record.current.physicalId !== undefined
        ? await provider.update({
            ...request,
            physicalId: record.current.physicalId,
            attributes: record.current.attributes,
            previousProperties: previous.properties,
            previousTags: previous.tags,
          })
        : await provider.create({
            ...request,
            physicalId: record.current.physicalId,
            resumed: resumed || record.current.made,
            begunAt: started.updatedAt,
            replaces: previous?.physicalId,
            initiated(physicalId) {
              if (control.isClosing() || record.current.made) return;
              record = setResourceStatus(
                cf,
                stack,
                { ...record, current: { ...record.current, physicalId, made: true } },
                "Resource creation Initiated",
              );
            },
          });
    end = { status: `${verb}_COMPLETE`, attributes };
  } catch (error) {
    end = { status: `${verb}_FAILED`, reason: toStatusReason(error, requestToken) };
  }
  if (control.isClosing()) return false;
  const { status, reason, attributes = record.current.attributes } = end;
  const { statusReason: _, ...rest } = record;
  setResourceStatus(cf, stack, { ...rest, current: { ...record.current, attributes }, status }, reason);
  return status.endsWith("_COMPLETE");
}
