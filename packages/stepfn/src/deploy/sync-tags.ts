import { type SFNClient, TagResourceCommand, UntagResourceCommand } from "@aws-sdk/client-sfn";
import type { DefinitionFile } from "../definition-file/definition-file.ts";
import { type Difference, findDifferences } from "./differences.ts";
import type { Call } from "./live-state.ts";

/** How the machine's tags differ from the file's. Tags that AWS itself keeps (`aws:…`) are left alone. */
export function findTagDifferences(current: Record<string, string>, file: DefinitionFile): Difference[] {
  const own = Object.fromEntries(Object.entries(current).filter(([key]) => !key.startsWith("aws:")));
  return findDifferences(own, file.tags, "/tags");
}

/** Makes the machine's tags the file's. */
export async function syncTags(
  stateMachineArn: string,
  current: Record<string, string>,
  file: DefinitionFile,
  client: SFNClient,
  call: Call,
): Promise<void> {
  const set = Object.entries(file.tags).filter(([key, value]) => current[key] !== value);
  const gone = Object.keys(current).filter((key) => !key.startsWith("aws:") && file.tags[key] === undefined);
  if (set.length > 0) {
    const tags = set.map(([key, value]) => ({ key, value }));
    await call((options) =>
      client.send(new TagResourceCommand({ resourceArn: stateMachineArn, tags }), options),
    );
  }
  if (gone.length > 0) {
    await call((options) =>
      client.send(new UntagResourceCommand({ resourceArn: stateMachineArn, tagKeys: gone }), options),
    );
  }
}
