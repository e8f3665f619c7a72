import {
  RegisterTaskDefinition$,
  type DeregisterTaskDefinitionRequest,
  type DescribeTaskDefinitionRequest,
  type DescribeTaskDefinitionResponse,
  type RegisterTaskDefinitionRequest,
  type RegisterTaskDefinitionResponse,
} from "@aws-sdk/client-ecs";

import { tagEcsResource } from "./ecs-cluster.ts";
import { compareTags, mergeTags } from "./merge-tags.ts";
import { chooseName } from "./physical-id.ts";
import type { CreateRequest, ResourceProvider } from "./provider.ts";
import { ResourceFailure } from "./resource-failure.ts";
import type { ResourceServices } from "./resource-services.ts";
import { toApiInput } from "./to-api-input.ts";
import { withoutKeys } from "./without-keys.ts";

/**
 * A revision: every change but that of tags registers another one. Its ARN, and so its physical id, is ECS's choice.
 * Source: CloudFormation Template Reference, AWS::ECS::TaskDefinition.
 */
export function createEcsTaskDefinition({ call, context }: ResourceServices): ResourceProvider {
  return {
    type: "AWS::ECS::TaskDefinition",
    properties: {
      ContainerDefinitions: "replace",
      Cpu: "replace",
      EnableFaultInjection: "replace",
      EphemeralStorage: "replace",
      ExecutionRoleArn: "replace",
      Family: "replace",
      IpcMode: "replace",
      Memory: "replace",
      NetworkMode: "replace",
      PidMode: "replace",
      PlacementConstraints: "replace",
      ProxyConfiguration: "replace",
      RequiresCompatibilities: "replace",
      RuntimePlatform: "replace",
      Tags: "update",
      TaskRoleArn: "replace",
      Volumes: "replace",
    },
    attributes: ["TaskDefinitionArn"],
    taggable: true,

    async create(request) {
      const registered =
        request.resumed && request.physicalId === undefined
          ? await findRegistered(call, request)
          : request.physicalId;
      if (registered !== undefined) {
        request.initiated(registered);
        return { TaskDefinitionArn: registered };
      }
      const { properties } = request;
      const tags = Object.entries(mergeTags(request)).map(([key, value]) => ({ key, value }));
      const input = toApiInput<RegisterTaskDefinitionRequest>(RegisterTaskDefinition$, {
        ...withoutKeys(properties, "Tags"),
        Family: properties["Family"] ?? chooseName(request, context.createId, { maxLength: 255 }),
      });
      const { taskDefinition } = await call<RegisterTaskDefinitionRequest, RegisterTaskDefinitionResponse>(
        "ecs",
        "RegisterTaskDefinition",
        { ...input, ...(tags.length > 0 ? { tags } : {}) },
      );
      const arn = taskDefinition?.taskDefinitionArn;
      if (arn === undefined) {
        throw new ResourceFailure("ECS answered without a task definition", "ServiceInternalError");
      }
      request.initiated(arn);
      return { TaskDefinitionArn: arn };
    },

    async update({ physicalId, properties, tags, previousProperties, previousTags, attributes }) {
      const { set, removed } = compareTags(
        mergeTags({ tags: previousTags, properties: previousProperties }),
        mergeTags({ tags, properties }),
      );
      await tagEcsResource(call, physicalId, set, removed);
      return attributes;
    },

    async delete({ physicalId }) {
      await call<DeregisterTaskDefinitionRequest, object>("ecs", "DeregisterTaskDefinition", {
        taskDefinition: physicalId,
      });
    },
  };
}

/** The revision that an earlier process registered and had no time to note: the newest, if it is not older than the attempt. */
async function findRegistered(
  call: ResourceServices["call"],
  { properties, begunAt, replaces }: CreateRequest,
): Promise<string | undefined> {
  const family = properties["Family"];
  if (typeof family !== "string") return undefined;
  try {
    const { taskDefinition } = await call<DescribeTaskDefinitionRequest, DescribeTaskDefinitionResponse>(
      "ecs",
      "DescribeTaskDefinition",
      { taskDefinition: family },
    );
    const registeredAt = taskDefinition?.registeredAt;
    // The store may hand dates back as text.
    const arn = taskDefinition?.taskDefinitionArn;
    const isOwn =
      arn !== replaces && registeredAt !== undefined && new Date(registeredAt).getTime() >= begunAt;
    return isOwn ? arn : undefined;
  } catch (error) {
    if (error instanceof ResourceFailure) return undefined;
    throw error;
  }
}
