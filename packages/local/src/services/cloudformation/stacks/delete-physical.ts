import type { CloudFormation } from "../cloud-formation.ts";
import type { ResourceState } from "../records/resource-record.ts";
import { isNotFound, toStatusReason } from "../resources/resource-failure.ts";
import { getProvider } from "./desired-state.ts";

/** Deletes a physical resource; the result is the reason if that failed. That it is gone already is no failure. */
export async function deletePhysical(cf: CloudFormation, state: ResourceState): Promise<string | undefined> {
  if (!state.made || state.physicalId === undefined) return undefined;
  try {
    await getProvider(cf, state.type).delete({
      physicalId: state.physicalId,
      properties: state.properties,
      attributes: state.attributes,
    });
    return undefined;
  } catch (error) {
    return isNotFound(error) ? undefined : toStatusReason(error, cf.context.createId());
  }
}
