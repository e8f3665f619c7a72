/**
 * The mock configuration file of Step Functions Local: which test case answers which task with what. Source: Step Functions developer
 * guide, "Using mocked service integrations for testing in Step Functions Local", and "Configuration file for mocked service
 * integrations". One difference: a test case, a response or a number that cannot be used is refused when the file is read. A response without
 * answers can be used, by states that are never entered. Measured on Step Functions Local 2.0.0: floci #2823.
 */
import type { Json } from "@acme-engine/asl";

import { EngineError } from "../../../../engine-error.ts";
import { isObject } from "../model-json.ts";

export type MockedAnswer = { output: Json } | { error: string; cause: string };

/** What a mocked task answers, by how often its state has been called in the execution before. */
export interface MockedResponse {
  name: string;
  /** The numbers that have an answer, both ends included. */
  ranges: readonly { from: number; to: number; answer: MockedAnswer }[];
}

/** Of a test case: the response of each state that it mocks. */
export type TestCase = ReadonlyMap<string, MockedResponse>;

/** Test cases by state machine name and by their own. */
export type MockConfig = ReadonlyMap<string, ReadonlyMap<string, TestCase>>;

/** Throws `EngineError` ACME_MOCK_CONFIG that names the place in the file. */
export function parseMockConfig(text: string, path: string): MockConfig {
  const refuse = (place: readonly string[], message: string, hint?: string): never => {
    throw new EngineError(
      "ACME_MOCK_CONFIG",
      `The mock configuration ${path} cannot be used: ${place.length > 0 ? `${place.join(".")} ` : ""}${message}.`,
      { hint: hint ?? 'Its form: {"StateMachines": {"<name>": {"TestCases": …}}, "MockedResponses": …}' },
    );
  };
  const objectAt = (value: unknown, place: readonly string[]) =>
    isObject(value) ? value : refuse(place, `is ${describe(value)}, expected an object`);

  const file = objectAt(parseJson(text, refuse), []);
  for (const field of Object.keys(file)) {
    if (field !== "StateMachines" && field !== "MockedResponses") {
      refuse([field], "is not a field of it", "It has StateMachines and MockedResponses.");
    }
  }
  const responses = parseResponses();
  return parseStateMachines();

  function parseResponses(): ReadonlyMap<string, MockedResponse> {
    const entries = Object.entries(objectAt(file["MockedResponses"] ?? {}, ["MockedResponses"]));
    return new Map(
      entries.map(([name, value]) => {
        const place = ["MockedResponses", name];
        const answers = Object.entries(objectAt(value, place));
        const ranges = answers.map(([numbers, answer]) => ({
          ...parseRange(numbers, place),
          answer: parseAnswer(answer, [...place, JSON.stringify(numbers)]),
        }));
        const sorted = ranges.toSorted((one, other) => one.from - other.from);
        for (const [index, { from }] of sorted.entries()) {
          if (from <= (sorted[index - 1]?.to ?? -1)) refuse(place, `has two answers for the number ${from}`);
        }
        return [name, { name, ranges: sorted }];
      }),
    );
  }

  function parseRange(numbers: string, place: readonly string[]): { from: number; to: number } {
    const [, first, last = first] = /^(\d+)(?:-(\d+))?$/.exec(numbers) ?? [];
    const [from, to] = [Number(first), Number(last)];
    if (Number.isNaN(from) || from > to) {
      refuse([...place, JSON.stringify(numbers)], 'is no number of a call, expected e.g. "0" or "1-3"');
    }
    return { from, to };
  }

  function parseAnswer(value: unknown, place: readonly string[]): MockedAnswer {
    const answer = objectAt(value, place);
    const [kind, ...more] = Object.keys(answer);
    if (more.length > 0 || (kind !== "Return" && kind !== "Throw")) {
      return refuse(place, "must have one field, Return or Throw");
    }
    if (kind === "Return") return { output: answer["Return"] ?? null };
    const { Error: error, Cause: cause = "" } = objectAt(answer["Throw"], [...place, "Throw"]);
    if (typeof error !== "string" || typeof cause !== "string") {
      return refuse([...place, "Throw"], "must have Error and Cause, both strings");
    }
    return { error, cause };
  }

  function parseStateMachines(): MockConfig {
    const machines = Object.entries(objectAt(file["StateMachines"] ?? {}, ["StateMachines"]));
    return new Map(
      machines.map(([machine, value]) => {
        const place = ["StateMachines", machine];
        const testCases = objectAt(objectAt(value, place)["TestCases"], [...place, "TestCases"]);
        const parsed = Object.entries(testCases).map(([name, states]): [string, TestCase] => [
          name,
          parseTestCase(states, [...place, "TestCases", name]),
        ]);
        return [machine, new Map(parsed)];
      }),
    );
  }

  function parseTestCase(value: unknown, place: readonly string[]): TestCase {
    const states = Object.entries(objectAt(value, place));
    return new Map(
      states.map(([state, name]) => {
        const response = typeof name === "string" ? responses.get(name) : undefined;
        return [
          state,
          response ??
            refuse(
              [...place, state],
              `is ${describe(name)}, which is no response`,
              `MockedResponses has ${list(responses)}.`,
            ),
        ];
      }),
    );
  }
}

/** Names for an error message. */
export const list = (names: ReadonlyMap<string, unknown>): string => [...names.keys()].join(", ") || "none";

function parseJson(text: string, refuse: (place: [], message: string) => never): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (error) {
    return refuse([], `it is not valid JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function describe(value: unknown): string {
  return value === undefined ? "missing" : JSON.stringify(value);
}
