import type { DefinitionFile } from "../definition-file/definition-file.ts";
import { type Difference, findDifferences } from "./differences.ts";
import { type Machine, readAlias, readMachine, readTags } from "./live-state.ts";
import { findTagDifferences } from "./sync-tags.ts";
import type { World } from "./world.ts";

/** What AWS has of the machine. */
export interface Found {
  alias: { exists: boolean; versionArn: string | undefined };
  /** The version that `live` points to is what the file says. */
  isLive: boolean;
  /** What is newest in the machine, live or not; undefined when there is no machine or `isLive` made asking needless. */
  latest: Machine | undefined;
  exists: boolean;
  tags: Record<string, string>;
  differences: Difference[];
}

/** Reads what is there: three calls when the file is live, up to four when it is not. */
export async function inspect({ file, client, call, stateMachineArn, aliasArn }: World): Promise<Found> {
  const alias = await readAlias(aliasArn, client, call);
  const live =
    alias.versionArn === undefined ? undefined : await readMachine(alias.versionArn, file, client, call);
  const isLive = live !== undefined && findMachineDifferences(live, file).length === 0;
  const latest = isLive ? undefined : await readMachine(stateMachineArn, file, client, call);
  const exists = isLive || latest !== undefined;
  const tags = exists ? await readTags(stateMachineArn, client, call) : {};
  return {
    alias,
    isLive,
    latest,
    exists,
    tags,
    differences: exists
      ? [...findMachineDifferences(live ?? latest, file), ...findTagDifferences(tags, file)]
      : [{ path: "", after: file.name }],
  };
}

/** Empty when the machine, or the version, is what the file says. */
export function findMachineDifferences(machine: Machine | undefined, file: DefinitionFile): Difference[] {
  return [
    ...findDifferences(machine?.roleArn, file.roleArn, "/roleArn"),
    ...findDifferences(machine?.definition, file.definition, "/definition"),
  ];
}
