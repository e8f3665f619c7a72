import type { SFNClient } from "@aws-sdk/client-sfn";
import type { DefinitionFile } from "../definition-file/definition-file.ts";
import type { Call } from "./live-state.ts";

/** What a deployment is doing, as it does it. */
export type DeployEvent =
  | { kind: "stateMachineCreated"; stateMachineArn: string }
  | { kind: "stateMachineUpdated"; stateMachineArn: string }
  | { kind: "versionPublished"; versionArn: string }
  | { kind: "aliasMoved"; aliasArn: string; from: string | undefined; to: string }
  | { kind: "tagsChanged"; stateMachineArn: string }
  | { kind: "unchanged"; stateMachineArn: string };

/** What every phase of a deployment works with. */
export interface World {
  file: DefinitionFile;
  client: SFNClient;
  call: Call;
  emit: (event: DeployEvent) => void;
  stateMachineArn: string;
  aliasArn: string;
}
