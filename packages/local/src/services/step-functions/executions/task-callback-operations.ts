import {
  SendTaskFailure$,
  type SendTaskFailureInput,
  SendTaskHeartbeat$,
  type SendTaskHeartbeatInput,
  SendTaskSuccess$,
  type SendTaskSuccessInput,
} from "@aws-sdk/client-sfn";

import { operation, type OperationTable } from "../../../protocol/service.ts";
import { checkLength, checkSecretLength, checkPayload } from "../constraints.ts";
import type { StepFunctionsDeps } from "../deps.ts";
import { invalidOutput, invalidToken, taskTimedOut } from "../errors.ts";
import { endTask, type Run, type RunningTask } from "./run.ts";

export const taskCallbackOperations: OperationTable<StepFunctionsDeps> = {
  SendTaskSuccess: operation(
    SendTaskSuccess$,
    async (input: SendTaskSuccessInput, deps: StepFunctionsDeps) => {
      const { output = "" } = input;
      checkPayload(output, "output");
      const { run, task } = findTask(input.taskToken, deps);
      checkJson(output);
      await deps.runner.progress(run, (execution) => endTask(execution, task, { output }));
      return {};
    },
  ),

  SendTaskFailure: operation(
    SendTaskFailure$,
    async (input: SendTaskFailureInput, deps: StepFunctionsDeps) => {
      const { error, cause } = input;
      checkSecretLength(error, "error", { max: 256 });
      checkSecretLength(cause, "cause", { max: 32_768 });
      const { run, task } = findTask(input.taskToken, deps);
      await deps.runner.progress(run, (execution) => endTask(execution, task, { error, cause }));
      return {};
    },
  ),

  SendTaskHeartbeat: operation(
    SendTaskHeartbeat$,
    async (input: SendTaskHeartbeatInput, deps: StepFunctionsDeps) => {
      const { run, task } = findTask(input.taskToken, deps);
      await deps.runner.progress(run, (execution) => execution.taskHeartbeat(task.record.taskId));
      return {};
    },
  ),
};

/** Throws InvalidToken for a token that was never given, TaskTimedOut for one whose task is over. */
function findTask(
  taskToken: string | undefined,
  { executions, runner }: StepFunctionsDeps,
): { run: Run; task: RunningTask } {
  checkLength(taskToken, "taskToken", { min: 1, max: 2048 });
  const known = executions.findTaskByToken(taskToken ?? "");
  if (!known) throw invalidToken();
  const run = runner.find(known.executionArn);
  const task = run?.tasks.get(known.taskId);
  if (!run || !task || known.state === "ended") throw taskTimedOut();
  return { run, task };
}

function checkJson(text: string): void {
  try {
    JSON.parse(text);
  } catch (error) {
    throw invalidOutput(error instanceof Error ? error.message : "not JSON");
  }
}
