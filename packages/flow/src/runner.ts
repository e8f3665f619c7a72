export { type ExitCode, exitCodes } from "./runner/exit-codes.ts";
export { type RunnerHost, runTask } from "./runner/run-task.ts";
export { startRunner } from "./runner/start-runner.ts";
export type { StoredValue } from "./runner/stored-value.ts";
