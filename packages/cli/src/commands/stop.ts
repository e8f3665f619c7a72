import { type CommandContext, type CommonOptions, withTarget } from "../command-context.ts";

/** `acme stop RUN` */
export async function stop(
  context: CommandContext,
  run: string,
  options: CommonOptions & { reason?: string },
): Promise<number> {
  const { printer } = context;
  return withTarget(context, options, { changes: true }, async ({ deployer }) => {
    const stopped = await deployer.stop(run, options.reason ? { reason: options.reason } : {});
    printer.result(stopped, `Run ${stopped.name} of ${stopped.deployment}: ${stopped.status.toLowerCase()}`);
    return 0;
  });
}
