import { describe, expect, it } from "vitest";
import { InvalidDefinition } from "../validate/diagnostic.ts";
import { RefusedTest } from "./refused-test.ts";
import { startStateTest, type StateTestOptions } from "./start-state-test.ts";

function test(definition: object, options: Partial<StateTestOptions> = {}) {
  return startStateTest({
    definition: JSON.stringify(definition),
    names: {
      stateMachineArn: "arn:aws:states:us-east-1:111111111111:stateMachine:machine",
      stateMachine: "machine",
      executionArn: "arn:aws:states:us-east-1:111111111111:express:machine:run",
      execution: "run",
    },
    environment: { now: () => 0, random: () => 0.5, createId: () => "made" },
    ...options,
  });
}

const task = { Type: "Task", Resource: "arn:aws:states:::lambda:invoke", Next: "After" };
const failing = { mock: { errorOutput: { error: "Bad", cause: "why" } } };

describe("a state under test", () => {
  it("leads to its next state, which need not be there", () => {
    const { status, output, nextState } = test({ Type: "Pass", Result: 1, Next: "After" }).result();
    expect({ status, output, nextState }).toEqual({ status: "SUCCEEDED", output: "1", nextState: "After" });
  });

  it("does not wait in a Wait", () => {
    const { status, nextState } = test({ Type: "Wait", Seconds: 3600, Next: "After" }).result();
    expect({ status, nextState }).toEqual({ status: "SUCCEEDED", nextState: "After" });
  });

  it("hands its task to the host when it has no mock", () => {
    const running = test(task, { input: '{"n":1}' });
    expect(running.task).toMatchObject({ resource: task.Resource, arguments: { n: 1 } });
    running.taskSucceeded('"done"');
    expect(running.result()).toMatchObject({ status: "SUCCEEDED", output: '"done"', nextState: "After" });
  });

  it("may be any state of a machine, inner ones included", () => {
    const inner = { StartAt: "Inner", States: { Inner: { Type: "Pass", Result: "in", End: true } } };
    const machine = { StartAt: "Both", States: { Both: { Type: "Parallel", Branches: [inner], End: true } } };
    expect(test(machine, { stateName: "Inner" }).result().output).toBe('"in"');
  });

  it("shows the variables that it leaves", () => {
    const { inspection } = test(
      { Type: "Pass", Assign: { b: 2 }, End: true },
      { variables: '{"a":1}' },
    ).result();
    expect(inspection.variables).toBe('{"a":1,"b":2}');
  });
});

describe("a mocked error", () => {
  const retry = { ErrorEquals: ["Bad"], IntervalSeconds: 2, MaxAttempts: 2, BackoffRate: 3 };
  it.each([
    [0, "RETRIABLE", { retryIndex: 1, retryBackoffIntervalSeconds: 2 }],
    [1, "RETRIABLE", { retryIndex: 1, retryBackoffIntervalSeconds: 6 }],
    [2, "FAILED", { retryIndex: 1 }],
  ])("after %i retries is %s", (retrierRetryCount, status, errorDetails) => {
    const Retry = [{ ErrorEquals: ["Other"] }, retry];
    const result = test({ ...task, Retry }, { ...failing, retrierRetryCount }).result();
    expect(result).toMatchObject({ status, error: "Bad", cause: "why", inspection: { errorDetails } });
  });

  it("is caught where no retry is left", () => {
    const Catch = [{ ErrorEquals: ["States.ALL"], Next: "Rescue" }];
    const result = test({ ...task, Retry: [retry], Catch }, { ...failing, retrierRetryCount: 2 }).result();
    expect(result).toMatchObject({
      status: "CAUGHT_ERROR",
      nextState: "Rescue",
      output: '{"Error":"Bad","Cause":"why"}',
      inspection: { errorDetails: { retryIndex: 0, catchIndex: 0 } },
    });
  });
});

describe("a mocked Map", () => {
  const map = {
    Type: "Map",
    ItemsPath: "$.list",
    ItemSelector: { "n.$": "$$.Map.Item.Value" },
    ItemProcessor: {
      ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" },
      StartAt: "One",
      States: { One: { Type: "Pass", End: true } },
    },
    End: true,
  };
  const mock = { result: "[1, 2, 3, 4]" };
  const input = '{"list":[1,2,3,4]}';

  it("shows what its iterations get", () => {
    expect(test({ ...map, MaxConcurrency: 2 }, { mock, input }).result().inspection).toMatchObject({
      afterItemsPath: "[1,2,3,4]",
      afterItemSelector: '[{"n":1},{"n":2},{"n":3},{"n":4}]',
      maxConcurrency: 2,
    });
  });

  it.each([
    [{ ToleratedFailureCount: 1 }, 1, "SUCCEEDED"],
    [{ ToleratedFailureCount: 1 }, 2, "FAILED"],
    [{ ToleratedFailurePercentage: 50 }, 2, "SUCCEEDED"],
    [{ ToleratedFailurePercentage: 50 }, 3, "FAILED"],
    [{}, 4, "SUCCEEDED"],
  ])("with %j and %i failed iterations has %s", (tolerance, mapIterationFailureCount, status) => {
    const result = test({ ...map, ...tolerance }, { mock, input, mapIterationFailureCount }).result();
    expect(result.status).toBe(status);
  });

  it("reads the items that its reader would", () => {
    const { ItemsPath: _, ...rest } = map;
    const ItemReader = {
      Resource: "arn:aws:states:::s3:getObject",
      ReaderConfig: { InputType: "JSONL" },
      Parameters: { Bucket: "b", Key: "k" },
    };
    const { inspection } = test({ ...rest, ItemReader }, { mock, mapItemReaderData: '"a"\n"b"' }).result();
    expect(inspection.afterItemSelector).toBe('[{"n":"a"},{"n":"b"}]');
  });
});

describe("a test is refused", () => {
  it.each([
    ["an activity without a mock", { ...task, Resource: "arn:aws:states:us-east-1:1:activity:a" }, {}],
    [
      "a job that is waited for without a mock",
      { ...task, Resource: "arn:aws:states:::ecs:runTask.sync" },
      {},
    ],
    ["an error of a state that is not inside", task, { ...failing, errorCausedByState: "Nobody" }],
    ["a mock of nothing", task, { mock: {} }],
    ["variables that are no object", { Type: "Succeed" }, { variables: "[]" }],
    ["a context that is no JSON", { Type: "Succeed" }, { context: "{" }],
  ])("for %s", (_why, definition, options) => {
    expect(() => test(definition, options)).toThrow(RefusedTest);
  });

  it("for a definition that is none", () => {
    expect(() => test({ Type: "Nothing" })).toThrow(InvalidDefinition);
    expect(() => startStateTest({ ...baseless, definition: "[" })).toThrow(InvalidDefinition);
  });
});

const baseless: StateTestOptions = {
  definition: "",
  names: { stateMachineArn: "", stateMachine: "", executionArn: "", execution: "" },
  environment: { now: () => 0, random: () => 0.5, createId: () => "made" },
};
