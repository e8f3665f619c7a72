import { PutClusterCapacityProviders$, type PutClusterCapacityProvidersRequest } from "@aws-sdk/client-ecs";

import type { JsonObject } from "../json.ts";
import type { ResourceProvider } from "./provider.ts";
import type { ResourceServices } from "./resource-services.ts";
import { toApiInput } from "./to-api-input.ts";

/** Source: CloudFormation Template Reference, AWS::ECS::ClusterCapacityProviderAssociations. */
export function createEcsClusterCapacityProviderAssociations({ call }: ResourceServices): ResourceProvider {
  const put = (properties: JsonObject) =>
    call<PutClusterCapacityProvidersRequest, object>(
      "ecs",
      "PutClusterCapacityProviders",
      toApiInput(PutClusterCapacityProviders$, properties),
    );
  return {
    type: "AWS::ECS::ClusterCapacityProviderAssociations",
    properties: {
      CapacityProviders: "update",
      Cluster: "replace",
      DefaultCapacityProviderStrategy: "update",
    },
    required: ["CapacityProviders", "Cluster", "DefaultCapacityProviderStrategy"],
    attributes: [],
    choosePhysicalId: ({ properties }) => String(properties["Cluster"]),
    async create({ physicalId = "", properties, initiated }) {
      await put(properties);
      initiated(physicalId);
      return {};
    },
    async update({ properties, attributes }) {
      await put(properties);
      return attributes;
    },
    async delete({ physicalId }) {
      await put({ Cluster: physicalId, CapacityProviders: [], DefaultCapacityProviderStrategy: [] });
    },
  };
}
