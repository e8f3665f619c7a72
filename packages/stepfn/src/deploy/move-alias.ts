import { CreateStateMachineAliasCommand, UpdateStateMachineAliasCommand } from "@aws-sdk/client-sfn";
import type { Found } from "./inspect.ts";
import { liveAlias } from "./state-machine-arn.ts";
import type { World } from "./world.ts";

/** Sends all new runs to the version. */
export async function moveAlias(world: World, found: Found, versionArn: string): Promise<void> {
  const { client, call, emit, aliasArn } = world;
  if (found.alias.versionArn === versionArn) return;
  const routingConfiguration = [{ stateMachineVersionArn: versionArn, weight: 100 }];
  await call<unknown>((options) =>
    found.alias.exists
      ? client.send(
          new UpdateStateMachineAliasCommand({ stateMachineAliasArn: aliasArn, routingConfiguration }),
          options,
        )
      : client.send(new CreateStateMachineAliasCommand({ name: liveAlias, routingConfiguration }), options),
  );
  emit({ kind: "aliasMoved", aliasArn, from: found.alias.versionArn, to: versionArn });
}
