import { FlowError } from "./flow-error.ts";

/** A task took longer than its `timeoutSeconds`, or nobody answered a callback in time. */
export class TaskTimedOut extends FlowError {
  static override readonly errorName = "States.Timeout";
}

/** A container ended with an exit code other than 0, or could not be started or kept. */
export class TaskFailed extends FlowError {
  static override readonly errorName = "States.TaskFailed";
}

/** A child of `distributedMap` failed. Step Functions tells the map's caller no more than that. */
export class ItemsFailed extends FlowError {
  static override readonly errorName = "States.ExceedToleratedFailureThreshold";
}

/** The items of a `distributedMap` could not be read from S3. */
export class ItemReaderFailed extends FlowError {
  static override readonly errorName = "States.ItemReaderFailed";
}
