import { describe, expect, test } from "vitest";

import { parseMockConfig } from "./parse-mock-config.ts";

const parse = (config: unknown) =>
  parseMockConfig(typeof config === "string" ? config : JSON.stringify(config), "mocks.json");

const answer = { "0": { Return: 1 } };

describe("a mock configuration", () => {
  test("links the states of a test case to answers by number of the call", () => {
    const config = parse({
      StateMachines: { Orders: { TestCases: { RetryPath: { Charge: "Flaky" } } } },
      MockedResponses: {
        Flaky: {
          "3": { Return: { StatusCode: 200 } },
          "0": { Throw: { Error: "Lambda.NotReady", Cause: "not ready" } },
          "1-2": { Throw: { Error: "Lambda.Timeout" } },
        },
      },
    });
    expect(config.get("Orders")?.get("RetryPath")?.get("Charge")).toEqual({
      name: "Flaky",
      ranges: [
        { from: 0, to: 0, answer: { error: "Lambda.NotReady", cause: "not ready" } },
        { from: 1, to: 2, answer: { error: "Lambda.Timeout", cause: "" } },
        { from: 3, to: 3, answer: { output: { StatusCode: 200 } } },
      ],
    });
  });

  test.each([
    ["is no JSON", "{", /mocks\.json cannot be used: it is not valid JSON/],
    ["is no object", [], /is \[\], expected an object/],
    ["has a misspelt field", { MockedResponse: {} }, /MockedResponse is not a field of it/],
    [
      "names a response that is not there",
      { StateMachines: { M: { TestCases: { T: { S: "Gone" } } } }, MockedResponses: { Here: answer } },
      /StateMachines\.M\.TestCases\.T\.S is "Gone", which is no response/,
    ],
    [
      "has no test cases where a state machine should have them",
      { StateMachines: { M: {} } },
      /StateMachines\.M\.TestCases is missing, expected an object/,
    ],
    [
      "has a number that is none",
      { MockedResponses: { R: { first: { Return: 1 } } } },
      /MockedResponses\.R\."first" is no number of a call/,
    ],
    [
      "has a range that ends before it begins",
      { MockedResponses: { R: { "3-1": { Return: 1 } } } },
      /MockedResponses\.R\."3-1" is no number/,
    ],
    [
      "answers a number twice",
      { MockedResponses: { R: { "0-2": { Return: 1 }, "2": { Return: 2 } } } },
      /MockedResponses\.R has two answers for the number 2/,
    ],
    [
      "both returns and throws",
      { MockedResponses: { R: { "0": { Return: 1, Throw: { Error: "E", Cause: "" } } } } },
      /MockedResponses\.R\."0" must have one field, Return or Throw/,
    ],
    [
      "throws without a name",
      { MockedResponses: { R: { "0": { Throw: { Cause: "why" } } } } },
      /MockedResponses\.R\."0"\.Throw must have Error and Cause/,
    ],
    [
      "uses names that every object has",
      { StateMachines: { M: { TestCases: { T: { S: "constructor" } } } } },
      /StateMachines\.M\.TestCases\.T\.S is "constructor", which is no response/,
    ],
  ])("is refused at its place when it %s", (_what, config, message) => {
    expect(() => parse(config)).toThrow(
      expect.objectContaining({ code: "ACME_MOCK_CONFIG", message: expect.stringMatching(message) }),
    );
  });
});
