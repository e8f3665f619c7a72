export { createInterruptSignal } from "./interrupt-signal.ts";
export { createProcessIo, type Io } from "./output/io.ts";
export { runAcme } from "./run-acme.ts";
