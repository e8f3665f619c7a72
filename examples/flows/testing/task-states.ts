/**
 * How the tasks of these flows are run is not what they are about, so each is a function of its name. Whoever runs a state machine finds out
 * by `toCalled` what a Task state wants.
 */
import type { ToTaskState } from "@acme-engine/stepfn/compile-flow";
import type { Json } from "acme-engine";

import { withoutToken } from "./answers.ts";

const functions = "arn:aws:lambda:us-east-1:000000000000:function:";
const containers = `${functions}run-container-`;
const machines = "arn:aws:states:us-east-1:000000000000:stateMachine:";
const tokenFunction = "arn:aws:states:::lambda:invoke.waitForTaskToken";
const startExecution = "arn:aws:states:::states:startExecution.sync:2";

export const toTaskState: ToTaskState = (action, input) => {
  switch (action.kind) {
    case "task":
      return { Resource: `${functions}${action.name}`, Arguments: input };
    case "container":
      return { Resource: `${containers}${action.name}`, Arguments: input };
    case "callback":
      return {
        Resource: tokenFunction,
        Arguments: {
          FunctionName: action.name,
          Payload: { token: "{% $states.context.Task.Token %}", input },
        },
      };
    case "flow":
      return {
        Resource: startExecution,
        Arguments: { StateMachineArn: `${machines}${action.name}`, Input: input },
      };
  }
};

export type Called =
  /** A task, or an operation of AWS such as `aws.dynamodb.putItem`. `token` is what somebody will answer for. */
  | { kind: "task"; task: string; input: Json; token: string | undefined }
  | { kind: "flow"; flow: string; input: Json };

/** What a Task state wants, by its resource and its arguments. */
export function toCalled(resource: string, given: Json): Called {
  if (resource.startsWith(containers))
    return { kind: "task", task: resource.slice(containers.length), input: given, token: undefined };
  if (resource.startsWith(functions))
    return { kind: "task", task: resource.slice(functions.length), input: given, token: undefined };
  // Arguments are as they were written above.
  if (resource === tokenFunction) {
    const { FunctionName: task, Payload } = given as {
      FunctionName: string;
      Payload: { token: string; input: Json };
    };
    const { token, input } = Payload;
    return { kind: "task", task, input: withoutToken(input, (text) => text === token), token };
  }
  if (isFlowStart(resource)) {
    const { StateMachineArn, Input } = given as { StateMachineArn: string; Input: Json };
    return { kind: "flow", flow: StateMachineArn.slice(machines.length), input: Input };
  }
  return { kind: "task", task: nameOfOperation(resource), input: given, token: undefined };
}

/** Whether the state runs another flow to its end; `aws.states.startExecution` does not wait for what it starts. */
export function isFlowStart(resource: string): boolean {
  return resource === startExecution;
}

/** What the Task state gets for what the task gave: of a container the flow has two facts, and the state the whole ECS task. */
export function toStateResult(resource: string, output: Json): Json {
  if (!resource.startsWith(containers)) return output;
  // `container()` gives nothing else.
  const { taskArn, exitCode } = output as { taskArn: string; exitCode: number };
  return { TaskArn: taskArn, Containers: [{ Name: "main", ExitCode: exitCode }] };
}

/** The definition, its operations of AWS that hand on a token in the form that callbacks have here. */
export function withTokenFunctions(definition: object): object {
  return JSON.parse(JSON.stringify(definition), (_key, value: unknown) =>
    isTokenState(value)
      ? {
          ...value,
          Resource: tokenFunction,
          Arguments: {
            FunctionName: nameOfOperation(value.Resource.replace(/\.waitForTaskToken$/, "")),
            Payload: { token: "{% $states.context.Task.Token %}", input: value.Arguments },
          },
        }
      : value,
  ) as object;
}

function isTokenState(value: unknown): value is { Resource: string; Arguments: Json } {
  return (
    typeof value === "object" &&
    value !== null &&
    "Resource" in value &&
    typeof value.Resource === "string" &&
    value.Resource.endsWith(".waitForTaskToken") &&
    value.Resource !== tokenFunction
  );
}

function nameOfOperation(resource: string): string {
  return `aws.${resource.replace(/^arn:aws:states:::(aws-sdk:)?/, "").replace(":", ".")}`;
}
