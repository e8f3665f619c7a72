import {
  CreateCluster$,
  UpdateCluster$,
  type CreateClusterRequest,
  type CreateClusterResponse,
  type DeleteClusterRequest,
  type DescribeClustersRequest,
  type DescribeClustersResponse,
  type PutClusterCapacityProvidersRequest,
  type TagResourceRequest,
  type UntagResourceRequest,
  type UpdateClusterRequest,
} from "@aws-sdk/client-ecs";

import { isSameValue, type JsonObject } from "../json.ts";
import { compareTags, mergeTags } from "./merge-tags.ts";
import { chooseName } from "./physical-id.ts";
import type { ResourceProvider } from "./provider.ts";
import { ResourceFailure } from "./resource-failure.ts";
import type { ResourceServices } from "./resource-services.ts";
import { toApiInput } from "./to-api-input.ts";

const clusterSettings = (properties: JsonObject): JsonObject => {
  const { ClusterSettings, Configuration, ServiceConnectDefaults } = properties;
  return {
    ...(ClusterSettings === undefined ? {} : { Settings: ClusterSettings }),
    ...(Configuration === undefined ? {} : { Configuration }),
    ...(ServiceConnectDefaults === undefined ? {} : { ServiceConnectDefaults }),
  };
};

const capacity = ({ CapacityProviders, DefaultCapacityProviderStrategy }: JsonObject): JsonObject => ({
  CapacityProviders: CapacityProviders ?? [],
  DefaultCapacityProviderStrategy: DefaultCapacityProviderStrategy ?? [],
});

/** Source: CloudFormation Template Reference, AWS::ECS::Cluster. */
export function createEcsCluster({ call, context }: ResourceServices): ResourceProvider {
  return {
    type: "AWS::ECS::Cluster",
    properties: {
      CapacityProviders: "update",
      ClusterName: "replace",
      ClusterSettings: "update",
      Configuration: "update",
      DefaultCapacityProviderStrategy: "update",
      ServiceConnectDefaults: "update",
      Tags: "update",
    },
    attributes: ["Arn"],
    taggable: true,
    nameProperty: "ClusterName",
    choosePhysicalId: (request) =>
      String(request.properties["ClusterName"] ?? chooseName(request, context.createId, { maxLength: 255 })),

    async create({ physicalId = "", properties, tags, resumed, initiated }) {
      if (!resumed) {
        // CreateCluster answers with a cluster that is there already, which would then be somebody else's.
        const { clusters = [] } = await call<DescribeClustersRequest, DescribeClustersResponse>(
          "ecs",
          "DescribeClusters",
          { clusters: [physicalId] },
        );
        if (clusters.some(({ status }) => status === "ACTIVE")) {
          throw new ResourceFailure(
            `Resource of type 'AWS::ECS::Cluster' with identifier '${physicalId}' already exists.`,
            "AlreadyExists",
          );
        }
      }
      const input = toApiInput<CreateClusterRequest>(CreateCluster$, {
        ...clusterSettings(properties),
        ...capacity(properties),
      });
      const tagList = Object.entries(mergeTags({ tags, properties })).map(([key, value]) => ({ key, value }));
      const { cluster } = await call<CreateClusterRequest, CreateClusterResponse>("ecs", "CreateCluster", {
        ...input,
        clusterName: physicalId,
        ...(tagList.length > 0 ? { tags: tagList } : {}),
      });
      initiated(physicalId);
      return { Arn: cluster?.clusterArn ?? "" };
    },

    async update({ physicalId, properties, tags, previousProperties, previousTags, attributes }) {
      const settings = toApiInput<UpdateClusterRequest>(UpdateCluster$, clusterSettings(properties));
      await call<UpdateClusterRequest, object>("ecs", "UpdateCluster", {
        settings: [],
        ...settings,
        cluster: physicalId,
      });
      // Left alone unless they change here: ClusterCapacityProviderAssociations may have set them.
      if (!isSameValue(capacity(properties), capacity(previousProperties))) {
        const input = toApiInput<CreateClusterRequest>(CreateCluster$, capacity(properties));
        await call<PutClusterCapacityProvidersRequest, object>("ecs", "PutClusterCapacityProviders", {
          cluster: physicalId,
          capacityProviders: input.capacityProviders,
          defaultCapacityProviderStrategy: input.defaultCapacityProviderStrategy,
        });
      }
      const { set, removed } = compareTags(
        mergeTags({ tags: previousTags, properties: previousProperties }),
        mergeTags({ tags, properties }),
      );
      await tagEcsResource(call, String(attributes["Arn"]), set, removed);
      return attributes;
    },

    async delete({ physicalId }) {
      await call<DeleteClusterRequest, object>("ecs", "DeleteCluster", { cluster: physicalId });
    },
  };
}

/** Sets and takes away tags of anything in ECS. */
export async function tagEcsResource(
  call: ResourceServices["call"],
  resourceArn: string,
  set: Readonly<Record<string, string>>,
  removed: readonly string[],
): Promise<void> {
  const tags = Object.entries(set).map(([key, value]) => ({ key, value }));
  if (tags.length > 0) await call<TagResourceRequest, object>("ecs", "TagResource", { resourceArn, tags });
  if (removed.length > 0) {
    await call<UntagResourceRequest, object>("ecs", "UntagResource", { resourceArn, tagKeys: [...removed] });
  }
}
