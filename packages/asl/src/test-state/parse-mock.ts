import type { StateDefinition } from "../definition/state-machine.ts";
import type { Json } from "../json/json.ts";
import { Payload } from "../json/payload.ts";
import { RefusedTest, refused } from "./refused-test.ts";

/** What stands in for a state's work: a result as JSON text, or an error. */
export interface StateMock {
  result?: string | undefined;
  errorOutput?: { error?: string | undefined; cause?: string | undefined } | undefined;
}

export type ParsedMock = { result: Payload } | { error?: string; cause?: string };

/** Undefined without a mock. Throws RefusedTest. Recorded on AWS: TestStateMockValidation. */
export function parseMock(mock: StateMock | undefined, state: StateDefinition): ParsedMock | undefined {
  if (mock === undefined) return undefined;
  const { result, errorOutput } = mock;
  if (result !== undefined && errorOutput !== undefined) {
    throw refused("A test mock should have only one of the following fields: [result, errorOutput].");
  }
  if (state.Type !== "Task" && state.Type !== "Map" && state.Type !== "Parallel") {
    throw refused(`State type '${state.Type}' is not supported when a mock is specified`);
  }
  if (result === undefined && errorOutput === undefined) {
    throw refused("A test mock should have one of the following fields: [result, errorOutput].");
  }
  if (result === undefined) {
    const { error, cause } = errorOutput ?? {};
    return {
      ...(error === undefined ? undefined : { error }),
      ...(cause === undefined ? undefined : { cause }),
    };
  }
  const payload = parseResult(result);
  checkResult(payload.value, state);
  return { result: payload };
}

function parseResult(text: string): Payload {
  try {
    return Payload.parse(text);
  } catch {
    throw refused("Mocked result must be valid JSON");
  }
}

function checkResult(result: Json, state: StateDefinition): void {
  const writes = state.Type === "Map" && state.ResultWriter !== undefined;
  if (state.Type === "Task" || writes) return;
  if (!Array.isArray(result)) throw refused("Mocked result must be an array.");
  if (state.Type === "Parallel" && result.length !== state.Branches.length) {
    throw refused("Mocked result must contain the same number of items as number of Parallel branches.");
  }
}

/** What runs for longer than a call, or more than one state, is tested with a mock only. */
export function checkNeedsNoMock(state: StateDefinition): void {
  if (state.Type === "Map" || state.Type === "Parallel") {
    throw new RefusedTest(
      "InvalidDefinition",
      "TestState API does not support Map or Parallel states. Supported state types include: [Task, Wait, Pass, Succeed, Fail, Choice]",
    );
  }
  if (state.Type === "Task" && /:activity:|\.(sync|sync:2|waitForTaskToken)$/.test(state.Resource)) {
    // Source: API reference, TestState: these are supported with a mock; nobody has recorded the words.
    throw new RefusedTest(
      "InvalidDefinition",
      "TestState API supports activities and the .sync and .waitForTaskToken service integration patterns only when a mock is specified",
    );
  }
}
