import {
  ListStateMachineVersionsCommand,
  type SFNClient,
  UpdateStateMachineAliasCommand,
} from "@aws-sdk/client-sfn";
import { AcmeError } from "../acme-error.ts";
import { callWithBackoff } from "./call-with-backoff.ts";
import { explainDeployError } from "./deploy-error.ts";
import { aliasArnOf, type Call, readAlias } from "./live-state.ts";
import { type Pace, realPace } from "./pace.ts";
import { toVersionNumber } from "./state-machine-arn.ts";

export interface RollbackOptions {
  client: SFNClient;
  stateMachineArn: string;
  /** Default: the newest version older than the live one. */
  toVersion?: number | undefined;
  signal?: AbortSignal | undefined;
  pace?: Pace | undefined;
}

export interface RolledBack {
  aliasArn: string;
  fromVersionArn: string | undefined;
  versionArn: string;
  version: number;
}

/** Moves `live` back to an older version. Nothing is deleted: a later deployment or rollback may go forward again. */
export async function rollback(options: RollbackOptions): Promise<RolledBack> {
  const { client, stateMachineArn, signal } = options;
  const call: Call = (send) => callWithBackoff(send, { pace: options.pace ?? realPace, signal });
  const aliasArn = aliasArnOf(stateMachineArn);
  try {
    const alias = await readAlias(aliasArn, client, call);
    const versions = await listVersions(stateMachineArn, client, call);
    const versionArn = choose(versions, alias.versionArn, options);
    if (!alias.exists) {
      throw new AcmeError("ACME_NOT_DEPLOYED", `${stateMachineArn} has no alias "live" to move.`, {
        hint: "Deploy it first.",
      });
    }
    if (versionArn !== alias.versionArn) {
      await call((options) =>
        client.send(
          new UpdateStateMachineAliasCommand({
            stateMachineAliasArn: aliasArn,
            routingConfiguration: [{ stateMachineVersionArn: versionArn, weight: 100 }],
          }),
          options,
        ),
      );
    }
    return { aliasArn, fromVersionArn: alias.versionArn, versionArn, version: toVersionNumber(versionArn) };
  } catch (error) {
    throw explainDeployError(error, stateMachineArn);
  }
}

/** Newest first. */
async function listVersions(stateMachineArn: string, client: SFNClient, call: Call): Promise<string[]> {
  const arns: string[] = [];
  let nextToken: string | undefined;
  do {
    const page = await call((options) =>
      client.send(
        new ListStateMachineVersionsCommand({
          stateMachineArn,
          maxResults: 1000,
          ...(nextToken === undefined ? {} : { nextToken }),
        }),
        options,
      ),
    );
    for (const { stateMachineVersionArn } of page.stateMachineVersions ?? []) {
      if (stateMachineVersionArn !== undefined) arns.push(stateMachineVersionArn);
    }
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return arns.sort((a, b) => toVersionNumber(b) - toVersionNumber(a));
}

function choose(
  versions: readonly string[],
  live: string | undefined,
  { stateMachineArn, toVersion }: RollbackOptions,
): string {
  const chosen =
    toVersion === undefined
      ? versions.find((arn) => live !== undefined && toVersionNumber(arn) < toVersionNumber(live))
      : versions.find((arn) => toVersionNumber(arn) === toVersion);
  if (chosen !== undefined) return chosen;
  const known = versions.map(toVersionNumber).join(", ") || "none";
  throw new AcmeError(
    "ACME_NO_SUCH_VERSION",
    toVersion === undefined
      ? `${stateMachineArn} has no version older than the live one. Versions: ${known}.`
      : `${stateMachineArn} has no version ${toVersion}. Versions: ${known}.`,
    { hint: "Roll back to one of the versions named, or deploy the file you want." },
  );
}
