import {
  CreateStateMachineCommand,
  PublishStateMachineVersionCommand,
  UpdateStateMachineCommand,
} from "@aws-sdk/client-sfn";
import type { DefinitionFile } from "../definition-file/definition-file.ts";
import { findMachineDifferences, type Found } from "./inspect.ts";
import type { World } from "./world.ts";

/** The ARN of a version that is what the file says. A version that an earlier, cut-off deployment published is taken again. */
export async function publish(world: World, found: Found): Promise<string> {
  const { file, client, call, emit, stateMachineArn } = world;
  const description = describeVersion(file);
  if (!found.exists) {
    const made = await call((options) =>
      client.send(
        new CreateStateMachineCommand({
          name: file.name,
          type: file.type,
          definition: JSON.stringify(file.definition),
          roleArn: file.roleArn,
          tags: Object.entries(file.tags).map(([key, value]) => ({ key, value })),
          publish: true,
          versionDescription: description,
        }),
        options,
      ),
    );
    emit({ kind: "stateMachineCreated", stateMachineArn });
    return published(world, made.stateMachineVersionArn);
  }
  if (found.latest !== undefined && findMachineDifferences(found.latest, file).length === 0) {
    // Idempotent: a revision that has been published keeps its version.
    // Source: https://docs.aws.amazon.com/step-functions/latest/apireference/API_PublishStateMachineVersion.html
    const { revisionId } = found.latest;
    const made = await call((options) =>
      client.send(
        new PublishStateMachineVersionCommand({
          stateMachineArn,
          description,
          ...(revisionId === undefined ? {} : { revisionId }),
        }),
        options,
      ),
    );
    return published(world, made.stateMachineVersionArn);
  }
  const made = await call((options) =>
    client.send(
      new UpdateStateMachineCommand({
        stateMachineArn,
        definition: JSON.stringify(file.definition),
        roleArn: file.roleArn,
        publish: true,
        versionDescription: description,
      }),
      options,
    ),
  );
  emit({ kind: "stateMachineUpdated", stateMachineArn });
  return published(world, made.stateMachineVersionArn);
}

function published({ emit, stateMachineArn }: World, versionArn: string | undefined): string {
  if (versionArn === undefined) {
    throw new Error(`Step Functions published a version of ${stateMachineArn} and did not name it`);
  }
  emit({ kind: "versionPublished", versionArn });
  return versionArn;
}

/** At most 256 characters. Source: API_PublishStateMachineVersion, "description" */
function describeVersion({ sourceHash, version, description }: DefinitionFile): string {
  return [sourceHash, version, description]
    .filter((part) => part !== undefined && part !== "")
    .join(" ")
    .slice(0, 256);
}
