import { hideSqliteWarning } from "./hide-sqlite-warning.ts";
import { createInterruptSignal } from "./interrupt-signal.ts";
import { createProcessIo } from "./output/io.ts";
import { printError, runAcme } from "./run-acme.ts";

hideSqliteWarning();
const argv = process.argv.slice(2);
const io = createProcessIo();
const signal = createInterruptSignal();
// The engine works in the background too, and there a full disk has nobody else to tell.
process.on("uncaughtException", (error) => process.exit(printError(error, argv, io, signal)));
process.exitCode = await runAcme(argv, io, signal);
