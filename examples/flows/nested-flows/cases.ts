import { errorNamed, type FlowCases, type Original } from "../testing/flow-case.ts";
import type * as flows from "./flows.ts";

const input = { customer: "ada", plan: "pro" };

export const cases: FlowCases<typeof flows> = {
  signContract: [
    {
      input,
      callback: [{ signed: true, by: "her lawyer" }],
      output: { document: "ada-pro.pdf", by: "her lawyer" },
    },
    { input, callback: [{ signed: true }], output: { document: "ada-pro.pdf", by: "ada" } },
    { input, callback: [{ signed: false }], error: { name: "NotSigned", message: "ada-pro.pdf" } },
  ],
  onboard: [
    {
      input,
      callback: [{ signed: true }],
      output: { account: "pro/ada", document: "ada-pro.pdf", signedBy: "ada" },
    },
    {
      title: "it is not signed",
      input,
      callback: [{ signed: false }],
      error: { name: "NotSigned", message: "ada-pro.pdf" },
    },
  ],
  closeAccount: [
    { input: { account: "a1" }, callback: [{ balance: 0 }], output: { account: "a1", closed: true } },
    {
      title: "something is left",
      input: { account: "a1" },
      callback: [{ balance: 3 }],
      error: { name: "NotSettled", message: "a1 has 3" },
    },
    {
      title: "the other state machine does not exist",
      input: { account: "a1" },
      tasks: {
        "aws.states.startExecution": [errorNamed("StepFunctions.StateMachineDoesNotExistException", "no")],
      },
      error: { name: "StepFunctions.StateMachineDoesNotExistException", message: "no" },
    },
  ],
};

export const originals: Record<string, Original> = {
  closeAccount: {
    states: 5,
    transitions: 4,
    what: "startExecution, startExecution with a token, Choice, Fail, Succeed",
  },
  signContract: { states: 5, transitions: 4, what: "render, request with a token, Choice, Fail, Succeed" },
  onboard: {
    states: 3,
    transitions: 2,
    what: "startExecution.sync:2, open, Fail with the other flow's error",
  },
};
