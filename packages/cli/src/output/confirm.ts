import { usageError } from "../cli-error.ts";
import type { CommandContext } from "../command-context.ts";

/** Asks on a terminal; elsewhere `--yes` has to say it. */
export async function confirm(
  { io, printer }: CommandContext,
  question: string,
  yes: boolean,
): Promise<boolean> {
  if (yes) return true;
  if (!io.isInteractive) throw usageError(`${question} Nobody can be asked here.`, "Add --yes.");
  const prompts = await import("@clack/prompts");
  const answer = await prompts.confirm({ message: question, initialValue: false });
  if (answer === true) return true;
  printer.step("Nothing was changed.");
  return false;
}
