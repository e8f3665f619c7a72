import { quoteValue, readTextList } from "./read-value.ts";
import type { InputProblem } from "./read-value.ts";
import { splitCommand } from "./split-command.ts";

/** A command: its words, or one line that is split as a shell does. Something empty is refused. */
export function readCommand(
  value: unknown,
  path: string,
  problems: InputProblem[],
): readonly string[] | undefined {
  const words = typeof value === "string" ? splitCommand(value) : readTextList(value, path, problems);
  if (words !== undefined && words.length > 0) return words;
  if (typeof value !== "string" && words === undefined) return undefined;
  const reason = words === undefined ? "leaves a quote open" : "is empty";
  problems.push({
    path,
    message: `${reason}: ${quoteValue(value)}; write a command line or a list of words`,
  });
  return undefined;
}
