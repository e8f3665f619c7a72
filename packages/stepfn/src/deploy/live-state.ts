import {
  DescribeStateMachineAliasCommand,
  DescribeStateMachineCommand,
  ListTagsForResourceCommand,
  type SFNClient,
} from "@aws-sdk/client-sfn";
import { AcmeError } from "../acme-error.ts";
import type { CallOptions } from "./call-with-backoff.ts";
import type { DefinitionFile } from "../definition-file/definition-file.ts";
import { isJsonObject, type Json } from "../json.ts";
import { liveAlias } from "./state-machine-arn.ts";

/** Calls AWS, with patience; `options` go to the client. */
export type Call = <Result>(call: (options: CallOptions) => Promise<Result>) => Promise<Result>;

/** A state machine or one of its versions, as far as a deployment cares. */
export interface Machine {
  definition: Json;
  roleArn: string;
  /** What PublishStateMachineVersion compares; none or `INITIAL` until the first update. */
  revisionId: string | undefined;
}

/** The version that the alias `live` sends all runs to, or undefined when there is no alias or it splits its runs. */
export async function readAlias(
  aliasArn: string,
  client: SFNClient,
  call: Call,
): Promise<{ exists: boolean; versionArn: string | undefined }> {
  const alias = await orUndefined(() =>
    call((options) =>
      client.send(new DescribeStateMachineAliasCommand({ stateMachineAliasArn: aliasArn }), options),
    ),
  );
  if (alias === undefined) return { exists: false, versionArn: undefined };
  const [first, second] = alias.routingConfiguration ?? [];
  return { exists: true, versionArn: second === undefined ? first?.stateMachineVersionArn : undefined };
}

/** `arn`: of the machine or of a version. */
export async function readMachine(
  arn: string,
  file: DefinitionFile,
  client: SFNClient,
  call: Call,
): Promise<Machine | undefined> {
  const found = await orUndefined(() =>
    call((options) => client.send(new DescribeStateMachineCommand({ stateMachineArn: arn }), options)),
  );
  if (found === undefined) return undefined;
  if (found.type !== file.type) {
    throw new AcmeError(
      "ACME_STATE_MACHINE_TYPE",
      `The state machine ${found.name} exists and is of type ${found.type}; "${file.name}" needs ${file.type}, and AWS cannot change the type.`,
      { hint: "Deploy under another name, or delete the state machine first." },
    );
  }
  const parsed: unknown = JSON.parse(found.definition ?? "null");
  return {
    definition: isJsonObject(parsed) ? parsed : null,
    roleArn: found.roleArn ?? "",
    revisionId: found.revisionId,
  };
}

export async function readTags(
  stateMachineArn: string,
  client: SFNClient,
  call: Call,
): Promise<Record<string, string>> {
  const { tags } = await call((options) =>
    client.send(new ListTagsForResourceCommand({ resourceArn: stateMachineArn }), options),
  );
  return Object.fromEntries((tags ?? []).map(({ key, value }) => [key ?? "", value ?? ""]));
}

export function aliasArnOf(stateMachineArn: string): string {
  return `${stateMachineArn}:${liveAlias}`;
}

/** Step Functions says either of these for what does not exist. */
async function orUndefined<Result>(read: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof Error && ["ResourceNotFound", "StateMachineDoesNotExist"].includes(error.name)) {
      return undefined;
    }
    throw error;
  }
}
