import { CloudFormationClient, DescribeStacksCommand, type Stack } from "@aws-sdk/client-cloudformation";

import type { Call, EngineContext } from "../../../engine-context.ts";
import type { Service } from "../../../protocol/service.ts";
import type { VirtualClock } from "../../../testing/virtual-clock.ts";
import { createEcsService } from "../../ecs/service.ts";
import { createIamService } from "../../iam/service.ts";
import { createLogsService } from "../../logs/service.ts";
import { createS3Service } from "../../s3/service.ts";
import { createStepFunctionsService } from "../../step-functions/service.ts";
import { createServiceWorld, type ServiceWorld } from "../../../testing/service-world.ts";
import type { CloudFormation } from "../cloud-formation.ts";
import { createKillableStore, type KillableStore } from "./killable-store.ts";
import { createCloudFormationService } from "../service.ts";

export interface StackWorld extends ServiceWorld {
  readonly store: KillableStore;
  readonly cloudFormation: CloudFormationClient;
  /** Resolves when no stack operation runs. */
  settled(): Promise<void>;
  /** The stack when nothing goes on any more. */
  settledStack(name: string): Promise<Stack>;
}

export interface StackWorldOptions {
  storePath?: string;
  clock?: VirtualClock;
  /** Stands between CloudFormation and the services that it calls. */
  intercept?: (call: Call) => Call;
  /** The store stops working after so many commits, as if the process had been killed. */
  lastCommit?: number;
}

/** CloudFormation with the services that it builds on, for tests. */
export function createStackWorld(options: StackWorldOptions = {}): StackWorld {
  const { intercept = (call) => call } = options;
  let cloudFormationService: Service | undefined;
  let killable: KillableStore | undefined;
  const world = createServiceWorld(
    (given: EngineContext) => {
      killable = createKillableStore(given.store, options.lastCommit);
      const context = { ...given, store: killable };
      cloudFormationService = createCloudFormationService({ ...context, call: intercept(context.call) });
      return [
        createS3Service(context),
        createLogsService(context),
        createIamService(context),
        createEcsService(context, { endpoint: () => undefined }),
        createStepFunctionsService(context),
        cloudFormationService,
      ];
    },
    {
      ...(options.storePath === undefined ? {} : { storePath: options.storePath }),
      ...(options.clock ? { clock: options.clock } : {}),
    },
  );
  const cloudFormation = new CloudFormationClient(world.client);
  // The service's deps are those that its factory put in.
  const { settled } = (cloudFormationService as Service).deps as CloudFormation;
  return {
    ...world,
    store: killable as KillableStore,
    cloudFormation,
    settled,
    async settledStack(name) {
      await settled();
      const { Stacks: [stack] = [] } = await cloudFormation.send(
        new DescribeStacksCommand({ StackName: name }),
      );
      if (!stack) throw new Error(`no stack ${name}`);
      return stack;
    },
  };
}
