import { hideSqliteWarning } from "./hide-sqlite-warning.ts";
import { createInterruptSignal } from "./interrupt-signal.ts";
import { createProcessIo } from "./output/io.ts";
import { printError } from "./output/print-error.ts";
import { findQuickCommand } from "./quick-command.ts";

hideSqliteWarning();
const argv = process.argv.slice(2);
const io = createProcessIo();
const signal = createInterruptSignal();
// The engine works in the background too, and there a full disk has nobody else to tell.
process.on("uncaughtException", (error) => process.exit(printError(error, argv, io, signal)));
const quick = findQuickCommand(argv, io);
if (quick === undefined) {
  const { runAcme } = await import("./run-acme.ts");
  process.exitCode = await runAcme(argv, io, signal);
} else {
  process.exitCode = await quick(signal).catch((error: unknown) => printError(error, argv, io, signal));
}
