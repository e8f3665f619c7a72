import type { CompiledFlow } from "@acme-engine/stepfn/compile-flow";
import type { Json } from "acme-engine";

import { type TaskAnswer, VirtualHost } from "../../../packages/asl/src/testing/virtual-host.ts";
import { callbackOf, type Replay } from "./answers.ts";
import { callsOfHistory, type Event, type Made, type Wanted, withCallsOfOthers } from "./calls-of-history.ts";
import { answerS3, type Files } from "./files.ts";
import type { Call, Outcome } from "./outcome.ts";
import { toCalled, toStateResult, withTokenFunctions } from "./task-states.ts";

export interface RunOptions {
  replay: Replay;
  definitionOf: (flow: string) => CompiledFlow;
  files?: Files | undefined;
}

export interface InterpretedOutcome extends Outcome {
  elapsedSeconds: number;
}

/** Runs the state machine in the interpreter, and those that it starts. */
export function interpret(
  { definition }: Pick<CompiledFlow, "definition">,
  input: Json,
  options: RunOptions,
): InterpretedOutcome {
  const { replay, definitionOf, files = {} } = options;
  const made: Made[] = [];
  const callsOfOthers: Call[] = [];
  const host = new VirtualHost(withTokenFunctions(definition), {
    input,
    answer({ resource, arguments: given, timeoutSeconds, purpose }): TaskAnswer {
      if (purpose !== undefined) return { output: answerS3(resource, given, files) };
      const called = toCalled(resource, given);
      if (called.kind === "flow") {
        const child = interpret(definitionOf(called.flow), called.input, options);
        callsOfOthers.push(...child.calls.map((call) => ({ ...call, scope: undefined })));
        return toChildAnswer(child);
      }
      const { task, input: taskInput, token } = called;
      made.push({ task, input: taskInput });
      const answer = replay(task, taskInput, timeoutSeconds);
      if (answer === undefined || "error" in answer) return answer;
      if (token === undefined) return { output: toStateResult(resource, answer.output) };
      return replay(callbackOf(task), taskInput, timeoutSeconds);
    },
  });
  const startedAt = host.now;
  host.run();
  const elapsedSeconds = (host.now - startedAt) / 1000;
  const calls = [...withCallsOfOthers(callsOfHistory(host.events, wantedBy), made), ...callsOfOthers];
  const { status, error = "", cause = "" } = host.execution;
  if (status === "SUCCEEDED") return { output: host.output ?? null, calls, elapsedSeconds };
  return { error: status === "RUNNING" ? "it waits for ever" : error, cause, calls, elapsedSeconds };
}

function wantedBy(event: Event): Wanted | undefined {
  // Details have the form that their event's type says.
  const { lambdaFunctionScheduledEventDetails: lambda, taskScheduledEventDetails: task } = event as {
    lambdaFunctionScheduledEventDetails?: { resource: string; input: string };
    taskScheduledEventDetails?: { resourceType: string; resource: string; parameters: string };
  };
  if (lambda) return { resource: lambda.resource, arguments: JSON.parse(lambda.input) as Json };
  if (task) {
    const { resourceType, resource, parameters } = task;
    return {
      resource: `arn:aws:states:::${resourceType}:${resource}`,
      arguments: JSON.parse(parameters) as Json,
    };
  }
  return undefined;
}

/** As `startExecution.sync:2` answers. */
function toChildAnswer({ output, error, cause }: Outcome): TaskAnswer {
  return error === undefined
    ? { output: { Status: "SUCCEEDED", Output: output ?? null } }
    : {
        error: "States.TaskFailed",
        cause: JSON.stringify({
          Cause: cause ?? "",
          Error: error,
          ExecutionArn: "arn:aws:states:us-east-1:000000000000:execution:other:run",
          Status: "FAILED",
        }),
      };
}
