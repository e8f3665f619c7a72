import type { Change, ResourceChange } from "@aws-sdk/client-cloudformation";

import type { CloudFormation } from "../cloud-formation.ts";
import { isSameValue, type Json } from "../json.ts";
import type { StackRecord, StackTarget } from "../records/stack-record.ts";
import type { RetentionPolicy } from "../template/template.ts";
import {
  compareResource,
  evaluateResource,
  getProvider,
  isSameTags,
  type ResourceDifference,
} from "./desired-state.ts";
import { evaluateOutputs, type ResourceLookup, type TargetPlan } from "./plan-target.ts";
import { lookUpStanding } from "./standing-resources.ts";

/** Stands for what only the making of a resource will tell. Source: CloudFormation User Guide, "View a change set". */
const knownAfterApply = "{{changeSet:KNOWN_AFTER_APPLY}}";

export interface StackChangePlan {
  readonly changes: readonly Change[];
  /** No resource, output or stack tag would change. */
  readonly isEmpty: boolean;
}

/** What carrying out the target would do to the stack as it stands. */
export function planChanges(
  cf: CloudFormation,
  stack: StackRecord,
  target: StackTarget,
  plan: TargetPlan,
): StackChangePlan {
  const changes: ResourceChange[] = [];
  const unknown = new Set<string>();
  const standing = lookUpStanding(cf, stack.stackId);
  const lookup: ResourceLookup = {
    ref: (logicalId) => (unknown.has(logicalId) ? knownAfterApply : standing.ref(logicalId)),
    getAtt: (logicalId, attribute) =>
      unknown.has(logicalId) ? knownAfterApply : standing.getAtt(logicalId, attribute),
  };
  for (const logicalId of inOrder(plan.dependencies)) {
    const record = cf.resources.find(stack.stackId, logicalId);
    const type = plan.template.resources.get(logicalId)?.type ?? "";
    const policy = plan.template.resources.get(logicalId)?.updateReplacePolicy ?? "Delete";
    const provider = getProvider(cf, type);
    const difference = tryCompare(() =>
      compareResource(provider, record, evaluateResource(cf, plan, target, logicalId, lookup)),
    );
    // An expression that needs what is not known yet is a change whose kind will be seen.
    const action = difference?.action ?? (record?.current.made ? "update" : "create");
    if (action === "create" || action === "replace") unknown.add(logicalId);
    if (action === "none") continue;
    changes.push({
      Action: action === "create" ? "Add" : "Modify",
      LogicalResourceId: logicalId,
      ...(record?.current.physicalId !== undefined && action !== "create"
        ? { PhysicalResourceId: record.current.physicalId }
        : {}),
      ResourceType: type,
      ...(action === "create"
        ? { Scope: [], Details: [] }
        : describeModification(action, difference, policy)),
    });
  }
  for (const { logicalId, current } of cf.resources.list(stack.stackId)) {
    if (plan.dependencies.has(logicalId)) continue;
    changes.push({
      PolicyAction: current.deletionPolicy === "Delete" ? "Delete" : "Retain",
      Action: "Remove",
      LogicalResourceId: logicalId,
      ...(current.physicalId === undefined ? {} : { PhysicalResourceId: current.physicalId }),
      ResourceType: current.type,
      Scope: [],
      Details: [],
    });
  }
  const outputs = tryCompare(() => evaluateOutputs(plan, lookup));
  const isEmpty =
    changes.length === 0 &&
    isSameTags(stack.current?.tags ?? [], target.tags) &&
    outputs !== undefined &&
    isSameValue(toJson(outputs), toJson(stack.outputs));
  return { changes: changes.map((change) => ({ Type: "Resource", ResourceChange: change })), isEmpty };
}

function toJson(value: unknown): Json {
  return JSON.parse(JSON.stringify(value)) as Json;
}

function tryCompare<Value>(compare: () => Value): Value | undefined {
  try {
    return compare();
  } catch {
    return undefined;
  }
}

function inOrder(dependencies: ReadonlyMap<string, readonly string[]>): Set<string> {
  const ordered = new Set<string>();
  const add = (logicalId: string): void => {
    if (ordered.has(logicalId)) return;
    for (const name of dependencies.get(logicalId) ?? []) add(name);
    ordered.add(logicalId);
  };
  for (const logicalId of dependencies.keys()) add(logicalId);
  return ordered;
}

function describeModification(
  action: "update" | "replace",
  difference: ResourceDifference | undefined,
  policy: RetentionPolicy,
): Partial<ResourceChange> {
  const details: NonNullable<ResourceChange["Details"]> = [];
  for (const { name, replaces } of difference?.properties ?? []) {
    details.push({
      Target: { Attribute: "Properties", Name: name, RequiresRecreation: replaces ? "Always" : "Never" },
      Evaluation: "Static",
      ChangeSource: "DirectModification",
    });
  }
  if (difference?.tagsDiffer) {
    details.push({
      Target: { Attribute: "Tags", RequiresRecreation: "Never" },
      Evaluation: "Static",
      ChangeSource: "DirectModification",
    });
  }
  const replacePolicy = policy === "Delete" ? "ReplaceAndDelete" : "ReplaceAndRetain";
  return {
    ...(action === "replace" ? { PolicyAction: replacePolicy } : {}),
    Replacement: difference === undefined ? "Conditional" : action === "replace" ? "True" : "False",
    Scope: [
      ...(difference === undefined || difference.properties.length > 0 ? (["Properties"] as const) : []),
      ...(difference?.tagsDiffer ? (["Tags"] as const) : []),
    ],
    Details: details,
  };
}
