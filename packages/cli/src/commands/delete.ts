import { type CommandContext, type CommonOptions, withTarget } from "../command-context.ts";
import { confirm } from "../output/confirm.ts";

/** `acme delete NAME`: the deployment's state machine with its history, and its task stack. */
export async function deleteDeployment(
  context: CommandContext,
  name: string,
  options: CommonOptions & { yes?: boolean },
): Promise<number> {
  const { printer, signal } = context;
  return withTarget(context, options, { changes: true }, async ({ deployer }) => {
    if (
      !(await confirm(
        context,
        `Delete deployment ${name} with the history of its runs?`,
        options.yes ?? false,
      ))
    )
      return 1;
    const deleted = await deployer.deleteDeployment(name, { signal });
    printer.result(deleted, `${deleted.fullName}: deleted`);
    return 0;
  });
}
