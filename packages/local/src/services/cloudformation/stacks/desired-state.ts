import type { CloudFormation } from "../cloud-formation.ts";
import { validationError } from "../errors.ts";
import { isJsonObject, isSameValue, type JsonObject } from "../json.ts";
import type { ResourceRecord, ResourceState } from "../records/resource-record.ts";
import type { StackTarget } from "../records/stack-record.ts";
import type { ResourceProvider } from "../resources/provider.ts";
import { evaluate } from "../template/evaluate.ts";
import type { ResourceLookup, TargetPlan } from "./plan-target.ts";

/** What a resource is to be: its state but for what making it will tell. */
export type DesiredState = Omit<ResourceState, "physicalId" | "made" | "attributes">;

/** The provider of a type; templates with other types are refused before. */
export function getProvider(cf: CloudFormation, type: string): ResourceProvider {
  const provider = cf.providers.get(type);
  if (!provider) throw validationError(`Template format error: Unrecognized resource types: [${type}]`);
  return provider;
}

/** Evaluates a resource of the target. Throws ValidationError for properties that its type does not have. */
export function evaluateResource(
  cf: CloudFormation,
  plan: TargetPlan,
  target: StackTarget,
  logicalId: string,
  resources: ResourceLookup,
): DesiredState {
  const declaration = plan.template.resources.get(logicalId);
  if (!declaration) throw validationError(`Resource ${logicalId} does not exist in the template`);
  const provider = getProvider(cf, declaration.type);
  const scope = plan.scope(resources);
  const properties = evaluateObject(declaration.properties, scope);
  const unsupported = Object.keys(properties).find((name) => !Object.hasOwn(provider.properties, name));
  if (unsupported !== undefined) throw validationError(`Encountered unsupported property ${unsupported}`);
  const missing = provider.required?.find((name) => properties[name] === undefined);
  if (missing !== undefined) throw validationError(`Property ${missing} cannot be empty.`);
  return {
    type: declaration.type,
    properties,
    tags: provider.taggable ? target.tags : [],
    dependsOn: plan.dependencies.get(logicalId) ?? [],
    deletionPolicy: declaration.deletionPolicy,
    updateReplacePolicy: declaration.updateReplacePolicy,
    ...(declaration.metadata ? { metadata: evaluateObject(declaration.metadata, scope) } : {}),
  };
}

function evaluateObject(expression: JsonObject, scope: Parameters<typeof evaluate>[1]): JsonObject {
  const value = evaluate(expression, scope);
  return isJsonObject(value) ? value : {};
}

export interface ResourceDifference {
  readonly action: "create" | "update" | "replace" | "none";
  /** Names of the properties that differ, and whether that alone needs a new physical resource. */
  readonly properties: readonly { name: string; replaces: boolean }[];
  readonly tagsDiffer: boolean;
}

/** What must be done to bring a resource to its desired state. */
export function compareResource(
  provider: ResourceProvider,
  record: ResourceRecord | undefined,
  desired: DesiredState,
): ResourceDifference {
  const current = record?.current;
  if (!current || !isStanding(record)) return { action: "create", properties: [], tagsDiffer: false };
  const names = new Set([...Object.keys(current.properties), ...Object.keys(desired.properties)]);
  const properties = [...names]
    .filter((name) => !isSameValue(current.properties[name], desired.properties[name]))
    .map((name) => ({ name, replaces: !provider.update || provider.properties[name] !== "update" }));
  const tagsDiffer = !isSameTags(current.tags, desired.tags);
  const action = properties.some(({ replaces }) => replaces)
    ? "replace"
    : properties.length > 0 || (provider.update && (tagsDiffer || record.status === "UPDATE_FAILED"))
      ? "update"
      : "none";
  return { action, properties, tagsDiffer };
}

/** Whether the stack holds a physical resource that can be changed rather than made. */
function isStanding({ current, status }: ResourceRecord): boolean {
  return current.made && status !== "CREATE_FAILED" && status !== "DELETE_COMPLETE";
}

export function isSameTags(
  left: readonly { Key?: string | undefined; Value?: string | undefined }[],
  right: readonly { Key?: string | undefined; Value?: string | undefined }[],
): boolean {
  const values = new Map(right.map(({ Key, Value }) => [Key, Value]));
  return (
    left.length === right.length &&
    left.every(({ Key, Value }) => values.has(Key) && values.get(Key) === Value)
  );
}
