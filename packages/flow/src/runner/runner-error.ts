import { FlowError } from "../errors/flow-error.ts";
import type { ExitCode } from "./exit-codes.ts";

/** The runner could not do its part. The flow sees it under the name of its class. */
export abstract class RunnerError extends FlowError {
  abstract readonly exitCode: ExitCode;
}

/** ACME_TASK, ACME_INPUT or another variable is missing or wrong. */
export class BadTaskInput extends RunnerError {
  readonly exitCode = 64;
}

/** The module with the tasks cannot be loaded, or has no such task. */
export class CannotLoadTask extends RunnerError {
  readonly exitCode = 65;
}

/** The input, or a part of it, lies in S3 and cannot be read. */
export class InputNotRead extends RunnerError {
  readonly exitCode = 66;
}

/** The result is too large for Step Functions, and cannot be put elsewhere. */
export class ResultNotStored extends RunnerError {
  readonly exitCode = 74;
}

/** The container was told to stop (Spot, a stopped task) before the task was done. */
export class TaskTerminated extends RunnerError {
  readonly exitCode = 143;
}
