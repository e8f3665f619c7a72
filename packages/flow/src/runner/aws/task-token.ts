import { AwsFailure } from "./aws-failure.ts";
import type { CallAws } from "./call-aws.ts";

/** What the holder of a task token can say. Each rejects with `AwsFailure`. */
export interface TaskToken {
  /** Not repeated: the next one comes anyway. */
  heartbeat(signal: AbortSignal): Promise<void>;
  /** `output` is JSON text of at most 256 KiB. */
  succeed(output: string): Promise<void>;
  fail(error: string, cause: string): Promise<void>;
}

export function createTaskToken(call: CallAws, taskToken: string): TaskToken {
  const send = async (
    operation: string,
    input: object,
    limits: { attempts?: number; signal?: AbortSignal } = {},
  ) => {
    await call({
      service: "states",
      method: "POST",
      path: "/",
      headers: {
        "content-type": "application/x-amz-json-1.0",
        "x-amz-target": `AWSStepFunctions.${operation}`,
      },
      body: JSON.stringify({ taskToken, ...input }),
      ...limits,
    });
  };
  return {
    heartbeat: (signal) => send("SendTaskHeartbeat", {}, { attempts: 1, signal }),
    succeed: (output) => send("SendTaskSuccess", { output }),
    fail: (error, cause) => send("SendTaskFailure", { error, cause }),
  };
}

/** The execution does not wait for this task any more: it was stopped, it timed out, or somebody else has answered. */
export function isGone(error: unknown): boolean {
  return (
    error instanceof AwsFailure && ["TaskTimedOut", "TaskDoesNotExist", "InvalidToken"].includes(error.code)
  );
}
