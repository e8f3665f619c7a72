import { errorNamed, type FlowCases } from "../../testing/flow-case.ts";
import type * as flows from "./flows.ts";

const started = { ExecutionArn: "arn:aws:states:us-east-1:000000000000:execution:childStateMachine:1" };

export const cases: FlowCases<typeof flows> = {
  childStateMachine: [
    { input: { name: "Ada" }, output: { text: "Hello, Ada", length: 10 } },
    { input: { name: "" }, error: { name: "NobodyThere", message: "nobody to greet" } },
  ],
  callStateMachineWithAwait: [
    { input: { name: "Ada" }, output: "too short" },
    { input: { name: "Grace" }, output: "Hello, Grace" },
  ],
  callStateMachinePassReference: [
    { input: { people: [] }, output: [] },
    {
      input: { people: [{ name: "Ada" }, { name: "Max" }] },
      output: [
        { text: "Hello, Ada", length: 10 },
        { text: "Hello, Max", length: 10 },
      ],
    },
  ],
  callStateMachineNoAwait: [
    {
      input: { name: "Ada" },
      tasks: { "aws.states.startExecution": [started] },
      output: { started: started.ExecutionArn },
    },
  ],
  callLambdaWithAwait: [
    {
      input: { name: "Ada" },
      tasks: { "aws.lambda.invoke": [{ StatusCode: 200, Payload: { text: "Hello" } }] },
      output: { text: "Hello" },
    },
    {
      input: { name: "Ada" },
      tasks: { "aws.lambda.invoke": [errorNamed("Lambda.TooManyRequestsException", "Rate Exceeded.")] },
      error: { name: "Lambda.TooManyRequestsException", message: "Rate Exceeded." },
    },
  ],
  notAwaitedVoidExpression: [
    { input: { name: "Ada" }, tasks: { "aws.states.startExecution": [started] } },
    {
      input: { name: "Ada" },
      tasks: { "aws.states.startExecution": [errorNamed("StepFunctions.ExecutionLimitExceededException")] },
      error: "StepFunctions.ExecutionLimitExceededException",
    },
  ],
};
