import type { Stack } from "@aws-sdk/client-cloudformation";
import { ListImportsCommand } from "@aws-sdk/client-cloudformation";
import { AwsCallError, callAws } from "../aws-call.ts";
import { findAllStacks, toTags } from "../stack/describe-stack.ts";
import type { StackAccess } from "../stack/stack-access.ts";
import { toCallOptions } from "../stack/stack-access.ts";
import { stackTags } from "../stack/stack-tags.ts";

/** The names of all stacks that need this cluster: its task stacks, and whatever else imports one of its exports. */
export async function findDependents(cluster: string, stack: Stack, access: StackAccess): Promise<string[]> {
  const names = new Set<string>();
  for (const other of await findAllStacks(access)) {
    const tags = toTags(other);
    if (tags[stackTags.kind] === "task" && tags[stackTags.cluster] === cluster)
      names.add(other.StackName ?? "");
  }
  for (const { ExportName } of stack.Outputs ?? [])
    if (ExportName !== undefined) for (const name of await findImporters(ExportName, access)) names.add(name);
  return [...names].sort();
}

async function findImporters(exportName: string, access: StackAccess): Promise<string[]> {
  const names: string[] = [];
  let token: string | undefined;
  do {
    const input =
      token === undefined ? { ExportName: exportName } : { ExportName: exportName, NextToken: token };
    try {
      const page = await callAws("ListImports", () =>
        access.client.send(new ListImportsCommand(input), toCallOptions(access)),
      );
      names.push(...(page.Imports ?? []));
      token = page.NextToken;
    } catch (error) {
      // "Export 'batch-VpcId' is not imported by any stack."
      if (error instanceof AwsCallError && /not imported/.test(error.awsMessage)) return names;
      throw error;
    }
  } while (token !== undefined);
  return names;
}
