/** Executions that called services as they were recorded on AWS, with the services' answers in a mock configuration. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, expect, test } from "vitest";

import {
  readRecordedExecutions,
  type RecordedExecution,
  replayRecordedExecution,
  withoutLanguage,
} from "../../testing/recorded-execution.ts";
import { findDifference } from "../../testing/recorded-value.ts";

interface Recording extends RecordedExecution {
  mocks?: {
    state: string;
    /** Of Maps and Parallels around the state. */
    path: unknown[];
    output?: unknown;
    error?: { error?: string; cause?: unknown };
    timeout?: boolean;
  }[];
  alsoCalls?: unknown[];
}

const cases = readRecordedExecutions<Recording>().filter(isOneAnswerAfterAnother);
const folder = mkdtempSync(join(tmpdir(), "acme-recorded-mocks-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** A mock has an error's name or an output, and neither a time at which it comes nor a place among branches. */
function isOneAnswerAfterAnother({ mocks = [], alsoCalls = [] }: Recording): boolean {
  return (
    mocks.length > 0 &&
    alsoCalls.length === 0 &&
    mocks.every(
      ({ timeout, path, error }) => !timeout && path.length === 0 && (!error || error.error !== undefined),
    )
  );
}

function toMockConfig({ stateMachineName, mocks = [] }: Recording): object {
  const responses = new Map<string, object[]>();
  for (const { state, output, error } of mocks) {
    const answers = responses.get(state) ?? [];
    responses.set(state, answers);
    answers.push(
      error
        ? { Throw: { Error: error.error, Cause: toText(error.cause ?? "") } }
        : // The recorder left what is no object as its text.
          { Return: typeof output === "string" ? JSON.parse(output) : output },
    );
  }
  const states = Object.fromEntries([...responses.keys()].map((state) => [state, state]));
  return {
    StateMachines: { [stateMachineName]: { TestCases: { Recorded: states } } },
    MockedResponses: Object.fromEntries(
      [...responses].map(([state, answers]) => [state, Object.fromEntries(answers.entries())]),
    ),
  };
}

const toText = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value));

test.skipIf(cases.length === 0).each(cases.map((each): [string, Recording] => [each.id, each]))(
  "%s",
  async (_id, each) => {
    const mockConfigFile = join(folder, "MockConfigFile.json");
    writeFileSync(mockConfigFile, JSON.stringify(toMockConfig(each)));
    const replayed = await replayRecordedExecution(each, { mockConfigFile, testCase: "Recorded" });
    const { events: _events, ...actual } = replayed;
    const { status, output, error, cause } = each.expected;
    const expected = { status, output, error, cause };
    // AWS added the field after some of the recordings.
    const context = { bindings: new Map(), optional: new Set(["RedriveCount"]) };
    expect(findDifference(withoutLanguage(expected), withoutLanguage(actual), context)).toBeUndefined();
  },
);
