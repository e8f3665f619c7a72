import { hideSqliteWarning } from "./hide-sqlite-warning.ts";
import { createInterruptSignal } from "./interrupt-signal.ts";
import { createProcessIo } from "./output/io.ts";
import { runAcme } from "./run-acme.ts";

hideSqliteWarning();
process.exitCode = await runAcme(process.argv.slice(2), createProcessIo(), createInterruptSignal());
