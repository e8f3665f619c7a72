import type { CloudFormation } from "../cloud-formation.ts";
import { templateError } from "../errors.ts";
import type { ResourceLookup } from "./plan-target.ts";

/** Looks resources up as they stand now; what an expression names was made before it is evaluated. */
export function lookUpStanding(cf: CloudFormation, stackId: string): ResourceLookup {
  const find = (logicalId: string) => {
    const resource = cf.resources.find(stackId, logicalId);
    if (resource?.current.physicalId === undefined) {
      throw templateError(`resource ${logicalId} was not created`);
    }
    return { ...resource.current, physicalId: resource.current.physicalId };
  };
  return {
    ref: (logicalId) => find(logicalId).physicalId,
    getAtt(logicalId, attribute) {
      const { type, attributes } = find(logicalId);
      const value = attributes[attribute];
      if (value === undefined) {
        throw templateError(
          `resource ${logicalId} of type ${type} does not support attribute type ${attribute} in Fn::GetAtt`,
        );
      }
      return value;
    },
  };
}
