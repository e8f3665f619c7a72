import type { SFNClient } from "@aws-sdk/client-sfn";
import type { DefinitionFile } from "../definition-file/definition-file.ts";
import { readDefinitionFile } from "../definition-file/read-definition-file.ts";
import { formatDefinitionFile } from "../definition-file/write-definition-file.ts";
import { callWithBackoff } from "./call-with-backoff.ts";
import { checkDefinition, refuseUnpinned } from "../definition-file/check-definition.ts";
import { explainDeployError } from "./deploy-error.ts";
import type { Difference } from "./differences.ts";
import { type Found, inspect } from "./inspect.ts";
import { aliasArnOf } from "./live-state.ts";
import { moveAlias } from "./move-alias.ts";
import { type Pace, realPace } from "./pace.ts";
import { publish } from "./publish.ts";
import { findStateMachineArn, toVersionNumber } from "./state-machine-arn.ts";
import { findTagDifferences, syncTags } from "./sync-tags.ts";
import type { DeployEvent, World } from "./world.ts";

export interface DeployOptions {
  client: SFNClient;
  /** A definition file, in memory or on disk; one of them. Errors about one on disk name line and column in it. */
  file?: DefinitionFile | undefined;
  path?: string | undefined;
  signal?: AbortSignal | undefined;
  onEvent?: ((event: DeployEvent) => void) | undefined;
  pace?: Pace | undefined;
}

export interface Deployed {
  /** `unchanged`: the live version is what the file says, and nothing was called that changes anything. */
  change: "created" | "updated" | "unchanged";
  stateMachineArn: string;
  versionArn: string;
  version: number;
  aliasArn: string;
  /** Where `live` pointed before, when it moved. */
  previousVersionArn: string | undefined;
  differences: Difference[];
}

/** What a deployment would do. `versionArn` is the version that is live now. */
export interface PlannedDeployment extends Omit<Deployed, "versionArn" | "version"> {
  versionArn: string | undefined;
  version: number | undefined;
}

/**
 * Makes the file's state machine the live one: creates or updates the machine, publishes a version and moves the alias
 * `live` to it. Running executions finish on their version. The same file again changes nothing (three calls). A deployment that was cut
 * off can be repeated: it goes on where the first stopped.
 *
 * Throws ACME_DEFINITION_REFUSED for what AWS would not take, before anything is called.
 */
export async function deploy(options: DeployOptions & { dryRun?: false | undefined }): Promise<Deployed>;
export async function deploy(options: DeployOptions & { dryRun: boolean }): Promise<PlannedDeployment>;
export async function deploy(
  options: DeployOptions & { dryRun?: boolean | undefined },
): Promise<PlannedDeployment> {
  const { file, text } = await load(options);
  checkDefinition(file, { text, path: options.path });
  refuseUnpinned(file);
  const world = createWorld(options, file, await findStateMachineArn(file, options.client));
  try {
    const found = await inspect(world);
    if (options.dryRun === true) return toPlan(world, found);
    if (found.isLive) return await finishUnchanged(world, found);
    const versionArn = await publish(world, found);
    await moveAlias(world, found, versionArn);
    await syncTagsIfNeeded(world, found);
    return {
      ...toPlan(world, found),
      versionArn,
      version: toVersionNumber(versionArn),
    };
  } catch (error) {
    throw explainDeployError(error, file.name);
  }
}

async function load(options: DeployOptions): Promise<{ file: DefinitionFile; text: string }> {
  if (options.path !== undefined) return readDefinitionFile(options.path);
  if (options.file !== undefined) return { file: options.file, text: formatDefinitionFile(options.file) };
  throw new TypeError("deploy() needs `file` or `path`");
}

function createWorld(options: DeployOptions, file: DefinitionFile, stateMachineArn: string): World {
  const pace = options.pace ?? realPace;
  return {
    file,
    client: options.client,
    call: (call) => callWithBackoff(call, { pace, signal: options.signal }),
    emit: (event) => options.onEvent?.(event),
    stateMachineArn,
    aliasArn: aliasArnOf(stateMachineArn),
  };
}

function toPlan({ stateMachineArn, aliasArn }: World, found: Found): PlannedDeployment {
  const { versionArn } = found.alias;
  const settled = found.isLive && found.differences.length === 0;
  return {
    change: !found.exists ? "created" : settled ? "unchanged" : "updated",
    stateMachineArn,
    versionArn,
    version: versionArn === undefined ? undefined : toVersionNumber(versionArn),
    aliasArn,
    previousVersionArn: found.isLive ? undefined : versionArn,
    differences: found.differences,
  };
}

/** The right version is live already; tags may still differ. */
async function finishUnchanged(world: World, found: Found): Promise<PlannedDeployment> {
  const plan = toPlan(world, found);
  if (plan.change === "unchanged") world.emit({ kind: "unchanged", stateMachineArn: world.stateMachineArn });
  await syncTagsIfNeeded(world, found);
  return plan;
}

async function syncTagsIfNeeded(world: World, found: Found): Promise<void> {
  if (!found.exists || findTagDifferences(found.tags, world.file).length === 0) return;
  await syncTags(world.stateMachineArn, found.tags, world.file, world.client, world.call);
  world.emit({ kind: "tagsChanged", stateMachineArn: world.stateMachineArn });
}
