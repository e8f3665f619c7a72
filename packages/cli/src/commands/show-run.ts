import type { Run } from "@acme-engine/sdk";

import { type CommandContext, type CommonOptions, withTarget } from "../command-context.ts";
import { formatDuration, formatInstant } from "../output/format-time.ts";
import { failureLines } from "./follow-run.ts";

/** `acme runs show RUN`: one run with what went in and what came out, or why nothing did. */
export async function showRun(
  context: CommandContext,
  name: string,
  options: CommonOptions,
): Promise<number> {
  const { io, printer, signal } = context;
  return withTarget(context, options, { changes: false }, async ({ deployer }) => {
    const run = await deployer.getRun(name, { signal });
    printer.result(run, [...headLines(run), ...failureLines(run, io.cwd)].join("\n"));
    return 0;
  });
}

function headLines({
  name,
  deployment,
  version,
  status,
  startedAt,
  stoppedAt,
  parameters,
  output,
}: Run): string[] {
  const took = stoppedAt ? `, took ${formatDuration(stoppedAt.getTime() - startedAt.getTime())}` : "";
  return [
    `Run ${name} of ${deployment}${version === undefined ? "" : `, version ${version}`}: ${status}`,
    `  started ${formatInstant(startedAt)}${took}`,
    ...(parameters === undefined ? [] : [`  parameters ${JSON.stringify(parameters)}`]),
    ...(output === undefined ? [] : [`  result ${JSON.stringify(output)}`]),
  ];
}
