import { usageError } from "../cli-error.ts";
import { type CommandContext, type CommonOptions, withTarget } from "../command-context.ts";

/** `acme rollback NAME`: the version before is live again; nothing is deleted. */
export async function rollback(
  context: CommandContext,
  name: string,
  options: CommonOptions & { toVersion?: string },
): Promise<number> {
  const toVersion = options.toVersion === undefined ? undefined : Number(options.toVersion);
  if (toVersion !== undefined && !(Number.isInteger(toVersion) && toVersion > 0)) {
    throw usageError(
      `--to-version ${JSON.stringify(options.toVersion)} is not a version; versions count from 1.`,
    );
  }
  const { printer, signal } = context;
  return withTarget(context, options, { changes: true }, async ({ deployer }) => {
    const moved = await deployer.rollback(name, { toVersion, signal });
    const before = moved.previousVersion === undefined ? "" : `, before it was ${moved.previousVersion}`;
    printer.result(moved, `${moved.fullName}: version ${moved.version} is live${before}`);
    return 0;
  });
}
