import type { CommandContext, Session } from "../command-context.ts";

/** The engine's cluster costs nothing and is made where it is missing; one on AWS is made by `acme cluster deploy` only. */
export async function ensureLocalCluster(
  { printer, signal }: CommandContext,
  { target, cluster }: Session,
): Promise<void> {
  if (target.kind !== "local") return;
  const { deployCluster, listClusters } = await import("@acme-engine/cfn");
  const client = target.clients.cloudFormation;
  const clusters = await listClusters({ client, signal });
  if (clusters.some(({ name }) => name === cluster)) return;
  await deployCluster({ name: cluster, client, signal });
  printer.step(`Cluster ${cluster}: created`);
}
