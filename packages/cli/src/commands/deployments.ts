import { type CommandContext, type CommonOptions, withTarget } from "../command-context.ts";

/** `acme deployments`: what can be run in the cluster. */
export async function deployments(context: CommandContext, options: CommonOptions): Promise<number> {
  return withTarget(context, options, { changes: false }, async ({ deployer, cluster }) => {
    const list = await deployer.listDeployments();
    context.printer.table(
      list,
      ["deployment", "live version", "description"],
      (row: (typeof list)[number]) => [
        row.fullName,
        row.version === undefined ? "" : String(row.version),
        row.description ?? "",
      ],
      `No deployments in cluster ${cluster}. Make one with: acme deploy`,
    );
    return 0;
  });
}
