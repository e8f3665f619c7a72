import { isRecord, readObject, readOneOf, readTextList } from "./read-value.ts";
import type { InputProblem } from "./read-value.ts";

/** Where a job's tasks get their addresses, in the place of the cluster's network. */
export interface NetworkSettings {
  subnetIds: readonly string[];
  /** Absent: the cluster's. */
  securityGroupIds?: readonly string[];
  /** Absent: as the cluster has it. */
  assignPublicIp?: boolean;
}

/** ECS's `networkConfiguration`, with or without `awsvpcConfiguration` around it; undefined for an empty one. */
export function readNetwork(
  value: unknown,
  path: string,
  problems: InputProblem[],
): NetworkSettings | undefined {
  const outer = readObject(value, path, problems);
  if (outer === undefined || Object.keys(outer).length === 0) return undefined;
  const inner = isRecord(outer.awsvpcConfiguration) ? outer.awsvpcConfiguration : outer;
  const { subnets, securityGroups, assignPublicIp, ...others } = inner;
  for (const other of Object.keys(others))
    problems.push({
      path: `${path}.${other}`,
      message: "is unknown; known: subnets, securityGroups, assignPublicIp",
    });
  const subnetIds = readTextList(subnets, `${path}.subnets`, problems);
  const securityGroupIds = readTextList(securityGroups, `${path}.securityGroups`, problems);
  const publicIp = readOneOf("ENABLED", "DISABLED")(assignPublicIp, `${path}.assignPublicIp`, problems);
  if (subnetIds === undefined || subnetIds.length === 0) {
    problems.push({
      path: `${path}.subnets`,
      message: `names no subnet; expected a list such as ["subnet-0abc"]`,
    });
    return undefined;
  }
  return {
    subnetIds,
    ...(securityGroupIds !== undefined && { securityGroupIds }),
    ...(publicIp !== undefined && { assignPublicIp: publicIp === "ENABLED" }),
  };
}
