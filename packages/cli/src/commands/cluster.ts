import { resolve } from "node:path";

import type { CommandContext, CommonOptions } from "../command-context.ts";
import { withTarget } from "../command-context.ts";
import { parseAssignments } from "../parse-assignments.ts";
import { confirm } from "../output/confirm.ts";
import { readTextFile } from "../project/read-file.ts";

export interface ClusterDeployOptions extends CommonOptions {
  parameter?: string[];
  tag?: string[];
  template?: string;
}

/** `acme cluster deploy [NAME]` */
export async function deployClusterCommand(
  context: CommandContext,
  name: string | undefined,
  options: ClusterDeployOptions,
): Promise<number> {
  const { io, printer, signal } = context;
  const template = options.template && readTextFile(resolve(io.cwd, options.template), "template");
  const parameters = parseAssignments(options.parameter ?? [], "--parameter");
  const tags = parseAssignments(options.tag ?? [], "--tag");
  return withTarget(
    context,
    { ...options, ...(name ? { cluster: name } : {}) },
    { changes: true },
    async (session) => {
      const { deployCluster } = await import("@acme-engine/cfn");
      const { showStackEvent } = await import("../output/show-progress.ts");
      const deployed = await deployCluster({
        name: session.cluster,
        ...(template ? { template } : {}),
        parameters,
        tags,
        client: session.target.clients.cloudFormation,
        onEvent: (event) => showStackEvent(printer, event),
        signal,
      });
      printer.result(
        deployed,
        `Cluster ${session.cluster}: ${describeChange(deployed.change)} (stack ${deployed.stackName})`,
      );
      return 0;
    },
  );
}

/** `acme cluster describe [NAME]` */
export async function describeClusterCommand(
  context: CommandContext,
  name: string | undefined,
  options: CommonOptions,
): Promise<number> {
  return withTarget(
    context,
    { ...options, ...(name ? { cluster: name } : {}) },
    { changes: false },
    async (session) => {
      const { describeCluster } = await import("@acme-engine/cfn");
      const cluster = await describeCluster({
        name: session.cluster,
        client: session.target.clients.cloudFormation,
      });
      const lines = Object.entries(cluster).map(([key, value]) => `${key.padEnd(24)} ${String(value)}`);
      context.printer.result(cluster, lines.join("\n"));
      return 0;
    },
  );
}

/** `acme cluster list` */
export async function listClustersCommand(context: CommandContext, options: CommonOptions): Promise<number> {
  return withTarget(context, options, { changes: false }, async ({ target }) => {
    const { listClusters } = await import("@acme-engine/cfn");
    const clusters = await listClusters({ client: target.clients.cloudFormation });
    context.printer.table(
      clusters,
      ["name", "status"],
      (cluster: (typeof clusters)[number]) => [cluster.name, cluster.status],
      "No clusters. Make one with: acme cluster deploy",
    );
    return 0;
  });
}

/** `acme cluster delete [NAME]` */
export async function deleteClusterCommand(
  context: CommandContext,
  name: string | undefined,
  options: CommonOptions & { yes?: boolean },
): Promise<number> {
  const { printer, signal } = context;
  return withTarget(
    context,
    { ...options, ...(name ? { cluster: name } : {}) },
    { changes: true },
    async (session) => {
      const question = `Delete cluster ${session.cluster} with its bucket, logs and roles?`;
      if (!(await confirm(context, question, options.yes ?? false))) return 1;
      const { deleteCluster } = await import("@acme-engine/cfn");
      const { showStackEvent } = await import("../output/show-progress.ts");
      const { cloudFormation, s3 } = session.target.clients;
      await deleteCluster({
        name: session.cluster,
        client: cloudFormation,
        s3,
        onEvent: (event) => showStackEvent(printer, event),
        signal,
      });
      printer.result({ cluster: session.cluster, deleted: true }, `Cluster ${session.cluster}: deleted`);
      return 0;
    },
  );
}

function describeChange(change: "created" | "updated" | "unchanged"): string {
  return change === "unchanged" ? "already deployed, nothing to change" : change;
}
