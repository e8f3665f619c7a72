import { type CommandContext, type CommonOptions, withTarget } from "../command-context.ts";

/** `acme logs RUN`: what the run's containers wrote. With `--json` one object a line. */
export async function logs(
  context: CommandContext,
  run: string,
  options: CommonOptions & { follow?: boolean; timestamps?: boolean },
): Promise<number> {
  const { io, signal } = context;
  return withTarget(context, options, { changes: false }, async ({ deployer }) => {
    for await (const line of deployer.logs(run, { follow: options.follow ?? false, signal })) {
      const stamp = options.timestamps ? `${line.at.toISOString()} ` : "";
      io.stdout.write(options.json ? `${JSON.stringify(line)}\n` : `${stamp}${line.message}\n`);
    }
    return 0;
  });
}
