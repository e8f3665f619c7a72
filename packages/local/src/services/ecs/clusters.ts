import type { Cluster, Tag } from "@aws-sdk/client-ecs";

import type { EngineContext } from "../../engine-context.ts";
import { clusterArn, clusterNameOf } from "./arns.ts";
import { clusterNotFound } from "./errors.ts";

/** What the store keeps of a cluster; the counters are counted when somebody asks. */
export interface ClusterRecord {
  readonly name: string;
  readonly status: "ACTIVE" | "INACTIVE";
  readonly settings: NonNullable<Cluster["settings"]>;
  readonly configuration?: Cluster["configuration"];
  readonly serviceConnectDefaults?: Cluster["serviceConnectDefaults"];
  readonly capacityProviders: string[];
  readonly defaultCapacityProviderStrategy: NonNullable<Cluster["defaultCapacityProviderStrategy"]>;
  readonly tags: Tag[];
}

export function saveCluster({ store }: EngineContext, cluster: ClusterRecord): void {
  store
    .prepare(
      `INSERT INTO ecs_clusters (name, status, record) VALUES (?, ?, ?)
       ON CONFLICT (name) DO UPDATE SET status = excluded.status, record = excluded.record`,
    )
    .run(cluster.name, cluster.status, JSON.stringify(cluster));
}

/** Finds deleted clusters too, as AWS does for a while. */
export function findCluster(
  { store }: EngineContext,
  reference: string | undefined,
): ClusterRecord | undefined {
  const row = store.prepare("SELECT record FROM ecs_clusters WHERE name = ?").get(clusterNameOf(reference));
  return row && (JSON.parse(String(row["record"])) as ClusterRecord);
}

/** Throws ClusterNotFoundException unless the cluster is there and active. */
export function getActiveCluster(context: EngineContext, reference: string | undefined): ClusterRecord {
  const cluster = findCluster(context, reference);
  if (cluster?.status !== "ACTIVE") throw clusterNotFound();
  return cluster;
}

export function listActiveClusters({ store }: EngineContext): ClusterRecord[] {
  return store
    .prepare("SELECT record FROM ecs_clusters WHERE status = 'ACTIVE' ORDER BY name")
    .all()
    .map(({ record }) => JSON.parse(String(record)) as ClusterRecord);
}

export function countTasks(
  { store }: EngineContext,
  clusterName: string,
): { running: number; pending: number } {
  const row = store
    .prepare(
      `SELECT count(*) FILTER (WHERE last_status = 'RUNNING') AS running,
              count(*) FILTER (WHERE last_status IN ('PROVISIONING', 'PENDING', 'ACTIVATING')) AS pending
       FROM ecs_tasks WHERE cluster = ? AND last_status <> 'STOPPED'`,
    )
    .get(clusterName) as { running: number; pending: number };
  return row;
}

/** `include` names the parts that AWS leaves out unless asked. Source: API Reference, DescribeClusters. */
export function toCluster(
  context: EngineContext,
  cluster: ClusterRecord,
  include: readonly string[],
): Cluster {
  const { running, pending } = countTasks(context, cluster.name);
  return {
    clusterArn: clusterArn(context, cluster.name),
    clusterName: cluster.name,
    status: cluster.status,
    registeredContainerInstancesCount: 0,
    runningTasksCount: running,
    pendingTasksCount: pending,
    activeServicesCount: 0,
    statistics: include.includes("STATISTICS")
      ? [
          { name: "runningFargateTasksCount", value: String(running) },
          { name: "pendingFargateTasksCount", value: String(pending) },
        ]
      : [],
    tags: include.includes("TAGS") ? cluster.tags : [],
    settings: include.includes("SETTINGS") ? cluster.settings : [],
    ...(include.includes("CONFIGURATIONS") && { configuration: cluster.configuration }),
    capacityProviders: cluster.capacityProviders,
    defaultCapacityProviderStrategy: cluster.defaultCapacityProviderStrategy,
    serviceConnectDefaults: cluster.serviceConnectDefaults,
  };
}
