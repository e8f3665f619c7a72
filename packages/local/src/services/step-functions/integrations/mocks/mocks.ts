import type { Json } from "@acme-engine/asl";

import { EngineError } from "../../../../engine-error.ts";
import { validation } from "../../errors.ts";
import { type Integration, TaskFailure, type TaskOutcome } from "../integration.ts";
import { isObject } from "../model-json.ts";
import { parseTaskResource, type TaskResource } from "../task-resource.ts";
import type { MockConfigFile } from "./mock-config-file.ts";
import type { MockedCalls } from "./mocked-calls.ts";
import { list, type MockedAnswer, type MockedResponse } from "./parse-mock-config.ts";

/** A task whose state may be mocked. */
export interface MockableTask {
  execution: number;
  executionArn: string;
  request: { taskId: string; stateName: string; resource: string };
}

export interface Mocks {
  /** Throws ValidationException when the state machine has no such test case. */
  checkTestCase(stateMachine: string, testCase: string): void;
  /** Undefined when the execution's test case leaves the state alone. Throws `TaskFailure` when the test case is no more. */
  find(
    task: MockableTask,
    testCase: { stateMachine: string; name: string },
  ): { integration: Integration; resource: TaskResource } | undefined;
}

/** The tasks that a mock configuration answers instead of their services. */
export function createMocks(file: MockConfigFile | undefined, calls: MockedCalls): Mocks {
  return {
    checkTestCase(stateMachine, testCase) {
      const testCases = readConfig(file, testCase).get(stateMachine);
      if (testCases?.has(testCase)) return;
      throw validation(
        `The state machine '${stateMachine}' has no test case '${testCase}' in ${file?.path}. It has: ${list(testCases ?? new Map())}.`,
      );
    },
    find(task, { stateMachine, name }) {
      const testCase = file?.readUsable().get(stateMachine)?.get(name);
      // Better no answer than one from the real service.
      if (!testCase) throw new TaskFailure("States.Runtime", testCaseIsGone(name, file));
      const response = testCase.get(task.request.stateName);
      if (!response) return undefined;
      // Whatever waits for an end gets it from the answer, as work does that somebody follows.
      const waits = /\.(sync|sync:2|waitForTaskToken)$/.test(task.request.resource);
      const resource: TaskResource = {
        service: "mock",
        action: response.name,
        ...parseTaskResource(task.request.resource),
        pattern: waits ? "sync" : "requestResponse",
      };
      return { integration: createMockedIntegration(task, response, calls), resource };
    },
  };
}

function testCaseIsGone(name: string, file: MockConfigFile | undefined): string {
  const where = file ? `${file.path} has it no more` : "the engine has no mock configuration now";
  return `The execution was started with the test case '${name}', and ${where}.`;
}

function readConfig(file: MockConfigFile | undefined, testCase: string) {
  if (!file) {
    throw validation(
      `The state machine ARN names the test case '${testCase}', and the engine has no mock configuration. Start it with acme up --mock-config FILE, or with SFN_MOCK_CONFIG set.`,
    );
  }
  try {
    return file.read();
  } catch (error) {
    if (error instanceof EngineError) throw validation(error.message);
    throw error;
  }
}

function createMockedIntegration(
  task: MockableTask,
  response: MockedResponse,
  calls: MockedCalls,
): Integration {
  const { execution, executionArn, request } = task;
  return {
    patterns: ["requestResponse", "sync"],
    async start() {
      const { taskId, stateName: state } = request;
      const number = calls.numberOf({ execution, executionArn, taskId, state });
      const answer = answerTo(number, state, response);
      if ("error" in answer) throw new TaskFailure(answer.error, answer.cause);
      const output = toTaskOutput(answer, request.resource);
      return { output, handle: { output } };
    },
    follow(handle, _call, _context, end: (outcome: TaskOutcome) => void) {
      const output = isObject(handle) ? (handle["output"] ?? null) : null;
      queueMicrotask(() => end({ output }));
      return () => {};
    },
  };
}

function answerTo(number: number, state: string, { name, ranges }: MockedResponse): MockedAnswer {
  const found = ranges.find(({ from, to }) => from <= number && number <= to);
  if (found) return found.answer;
  const numbers = ranges.map(({ from, to }) => (from === to ? from : `${from}-${to}`)).join(", ");
  // Source: the guide: a call without a response fails the execution.
  throw new TaskFailure(
    "States.Runtime",
    `The mocked response '${name}' has no answer for call ${number} of the state '${state}'. It has: ${numbers || "none"}.`,
  );
}

/** Responses are written as services answer; a function that is called by its ARN gives its payload alone. */
function toTaskOutput({ output }: { output: Json }, resource: string): Json {
  const isFunction = /^arn:aws[\w-]*:lambda:/.test(resource);
  const isAnswer = isObject(output) && "Payload" in output && "StatusCode" in output;
  return isFunction && isAnswer ? (output["Payload"] ?? null) : output;
}
