import type { Run } from "@acme-engine/sdk";

import { usageError } from "../cli-error.ts";
import { type CommandContext, type CommonOptions, withTarget } from "../command-context.ts";
import { formatDuration, formatInstant } from "../output/format-time.ts";

const statuses = ["RUNNING", "SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED"] as const;

/** `acme runs [NAME]`: the newest runs of one deployment, or of all. */
export async function runs(
  context: CommandContext,
  deployment: string | undefined,
  options: CommonOptions & { status?: string; limit: string },
): Promise<number> {
  const status = statuses.find((known) => known === options.status?.toUpperCase());
  if (options.status !== undefined && !status) {
    throw usageError(
      `--status ${JSON.stringify(options.status)} is not known; it is one of ${statuses.join(", ")}.`,
    );
  }
  const limit = Number(options.limit);
  if (!Number.isInteger(limit) || limit < 1) {
    throw usageError(`--limit ${JSON.stringify(options.limit)} is not a number of runs.`);
  }
  return withTarget(context, options, { changes: false }, async ({ deployer }) => {
    const list = await deployer.listRuns({
      limit,
      ...(deployment ? { deployment } : {}),
      ...(status ? { status } : {}),
    });
    context.printer.table(
      list,
      ["run", "deployment", "version", "status", "started", "took"],
      (run: Run) => [
        run.name,
        run.deployment,
        run.version === undefined ? "" : String(run.version),
        run.status,
        formatInstant(run.startedAt),
        run.stoppedAt ? formatDuration(run.stoppedAt.getTime() - run.startedAt.getTime()) : "",
      ],
      "No runs. Start one with: acme run NAME",
    );
    return 0;
  });
}
