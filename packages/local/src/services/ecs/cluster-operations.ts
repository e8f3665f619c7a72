import {
  CreateCluster$,
  type Cluster,
  type CreateClusterRequest,
  DeleteCluster$,
  type DeleteClusterRequest,
  DescribeClusters$,
  type DescribeClustersRequest,
  type DescribeClustersResponse,
  ListClusters$,
  type ListClustersRequest,
  type ListClustersResponse,
  PutClusterCapacityProviders$,
  type PutClusterCapacityProvidersRequest,
  UpdateCluster$,
  type UpdateClusterRequest,
  UpdateClusterSettings$,
  type UpdateClusterSettingsRequest,
} from "@aws-sdk/client-ecs";

import { operation, type OperationTable } from "../../protocol/service.ts";
import { pageOf } from "../page-of.ts";
import { clusterArn, clusterNameOf } from "./arns.ts";
import {
  type ClusterRecord,
  countTasks,
  findCluster,
  getActiveCluster,
  listActiveClusters,
  saveCluster,
  toCluster,
} from "./clusters.ts";
import type { EcsDeps } from "./deps.ts";
import { clusterContainsTasks, invalidNextToken, invalidParameter } from "./errors.ts";
import { checkTags, mergeTags } from "./tags.ts";

const everything = ["SETTINGS", "CONFIGURATIONS", "TAGS", "STATISTICS"];
// Source: API Reference, CreateCluster, clusterName.
const clusterNamePattern = /^[a-zA-Z0-9][a-zA-Z0-9_-]{0,254}$/;
const fargateProviders = ["FARGATE", "FARGATE_SPOT"];

export const clusterOperations: OperationTable<EcsDeps> = {
  CreateCluster: operation(CreateCluster$, (input: CreateClusterRequest, { context }: EcsDeps) => {
    const name = clusterNameOf(input.clusterName);
    if (!clusterNamePattern.test(name)) throw invalidParameter("Invalid cluster name.");
    const earlier = findCluster(context, name);
    // AWS answers with the cluster that is there, as it is.
    if (earlier?.status === "ACTIVE") return { cluster: toCluster(context, earlier, everything) };
    checkTags(input.tags);
    const cluster: ClusterRecord = {
      name,
      status: "ACTIVE",
      settings: input.settings ?? [{ name: "containerInsights", value: "disabled" }],
      ...(input.configuration && { configuration: input.configuration }),
      ...(input.serviceConnectDefaults && {
        serviceConnectDefaults: { namespace: input.serviceConnectDefaults.namespace },
      }),
      ...capacityOf(input.capacityProviders ?? [], input.defaultCapacityProviderStrategy ?? []),
      tags: mergeTags([], input.tags),
    };
    saveCluster(context, cluster);
    return { cluster: toCluster(context, cluster, everything) };
  }),

  DescribeClusters: operation<EcsDeps, DescribeClustersRequest, DescribeClustersResponse>(
    DescribeClusters$,
    ({ clusters: references = ["default"], include = [] }, { context }) => {
      const clusters: Cluster[] = [];
      const failures: NonNullable<DescribeClustersResponse["failures"]> = [];
      for (const reference of references) {
        const found = findCluster(context, reference);
        if (found) clusters.push(toCluster(context, found, include));
        else failures.push({ arn: clusterArn(context, clusterNameOf(reference)), reason: "MISSING" });
      }
      return { clusters, failures };
    },
  ),

  ListClusters: operation<EcsDeps, ListClustersRequest, ListClustersResponse>(
    ListClusters$,
    (input, { context }) => {
      const { items, nextToken } = pageOf(listActiveClusters(context), {
        keyOf: ({ name }) => name,
        limit: Math.min(input.maxResults ?? 100, 100),
        token: input.nextToken,
        invalidToken: invalidNextToken,
      });
      return { clusterArns: items.map(({ name }) => clusterArn(context, name)), nextToken };
    },
  ),

  UpdateCluster: operation(UpdateCluster$, (input: UpdateClusterRequest, { context }: EcsDeps) => {
    const cluster: ClusterRecord = {
      ...getActiveCluster(context, input.cluster),
      ...(input.settings && { settings: input.settings }),
      ...(input.configuration && { configuration: input.configuration }),
      ...(input.serviceConnectDefaults && {
        serviceConnectDefaults: { namespace: input.serviceConnectDefaults.namespace },
      }),
    };
    saveCluster(context, cluster);
    return { cluster: toCluster(context, cluster, everything) };
  }),

  UpdateClusterSettings: operation(
    UpdateClusterSettings$,
    (input: UpdateClusterSettingsRequest, { context }: EcsDeps) => {
      const cluster = { ...getActiveCluster(context, input.cluster), settings: input.settings ?? [] };
      saveCluster(context, cluster);
      return { cluster: toCluster(context, cluster, everything) };
    },
  ),

  PutClusterCapacityProviders: operation(
    PutClusterCapacityProviders$,
    (input: PutClusterCapacityProvidersRequest, { context }: EcsDeps) => {
      const cluster = {
        ...getActiveCluster(context, input.cluster),
        ...capacityOf(input.capacityProviders ?? [], input.defaultCapacityProviderStrategy ?? []),
      };
      saveCluster(context, cluster);
      return { cluster: toCluster(context, cluster, everything) };
    },
  ),

  DeleteCluster: operation(DeleteCluster$, (input: DeleteClusterRequest, { context }: EcsDeps) => {
    const cluster = getActiveCluster(context, input.cluster);
    const { running, pending } = countTasks(context, cluster.name);
    if (running + pending > 0) throw clusterContainsTasks();
    const deleted: ClusterRecord = { ...cluster, status: "INACTIVE" };
    saveCluster(context, deleted);
    return { cluster: toCluster(context, deleted, everything) };
  }),
};

type Capacity = Pick<ClusterRecord, "capacityProviders" | "defaultCapacityProviderStrategy">;

function capacityOf(providers: string[], strategy: Capacity["defaultCapacityProviderStrategy"]): Capacity {
  const unknown = providers.find((provider) => !fargateProviders.includes(provider));
  if (unknown !== undefined) {
    // Auto Scaling groups and managed instances are not here, so no other provider can have been created.
    throw invalidParameter(
      `The specified capacity provider '${unknown}' was not found. Specify a valid name or ARN and try again.`,
    );
  }
  checkStrategy(strategy, providers);
  return { capacityProviders: providers, defaultCapacityProviderStrategy: strategy };
}

/** Also used for the strategy of a RunTask request. */
export function checkStrategy(
  strategy: Capacity["defaultCapacityProviderStrategy"],
  associated: readonly string[],
): void {
  if (strategy.some(({ capacityProvider }) => !associated.includes(capacityProvider ?? ""))) {
    throw invalidParameter(
      "The specified capacity provider strategy cannot contain a capacity provider that is not associated with the cluster. Associate the capacity provider with the cluster and try again.",
    );
  }
  if (strategy.filter(({ base }) => (base ?? 0) > 0).length > 1) {
    throw invalidParameter(
      "The specified capacity provider strategy cannot contain more than one capacity provider with a base value greater than 0.",
    );
  }
}
