import { explainError, type Explanation } from "./explain-error.ts";
import { type Io, paint } from "./io.ts";

/** Prints what went wrong and gives the exit code; for failures that no command waits for too. */
export function printError(error: unknown, argv: readonly string[], io: Io, signal: AbortSignal): number {
  const explanation = signal.aborted ? explainInterruption(error) : explainError(error);
  const { text, hint, code } = explanation;
  if (argv.includes("--json")) {
    io.stdout.write(
      `${JSON.stringify({ error: { code: code ?? "ACME_BUG", message: text, ...(hint ? { hint } : {}) } }, null, 2)}\n`,
    );
  }
  const line = (style: Parameters<typeof paint>[2], words: string) =>
    io.stderr.write(`${paint(io, io.stderr, style, words)}\n`);
  line("red", `error: ${text}`);
  if (hint) line("cyan", `hint: ${hint}`);
  if (explanation.isBug || argv.includes("--debug")) io.stderr.write(`${stackOf(error)}\n`);
  if (explanation.isBug) line("yellow", "This is a bug in acme. Please report it with the lines above.");
  return explanation.exitCode;
}

/** After Ctrl-C whatever was under way fails somehow; an error of ours says where things stand, any other says nothing. */
function explainInterruption(error: unknown): Explanation {
  const explanation = explainError(error);
  const text = explanation.code?.startsWith("ACME_") ? explanation.text : "Interrupted.";
  return { ...explanation, text, exitCode: 130, isBug: false };
}

function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? "" : `\nCaused by: ${stackOf(error.cause)}`;
  return `${error.stack ?? error.message}${cause}`;
}
