/** Recordings of whole executions, and their replay through the API, for tests. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  SFNClient,
  StartExecutionCommand,
} from "@aws-sdk/client-sfn";
import { expect } from "vitest";

import { createServiceWorld } from "../../../testing/service-world.ts";
import { createStepFunctionsService, type StepFunctionsOptions } from "../service.ts";

/** The part of a recording that every replay needs; the data's README describes it. */
export interface RecordedExecution {
  id: string;
  tier: string;
  type: "STANDARD" | "EXPRESS";
  definition: object;
  input: string | null;
  roleArn: string;
  stateMachineName: string;
  concurrent?: boolean;
  expected: { status: string; output?: unknown; error?: string; cause?: unknown; events?: object[] };
}

const path = join(
  process.env["ACME_CONFORMANCE"] ?? join(import.meta.dirname, "../../../../../../../shared/conformance"),
  "asl/execution.jsonl",
);

/** None when the recordings are not there, which is printed. */
export function readRecordedExecutions<Recording extends RecordedExecution>(): Recording[] {
  if (!existsSync(path)) {
    console.log(`No recordings at ${path}: nothing is held against AWS.`);
    return [];
  }
  const lines = readFileSync(path, "utf8").split("\n");
  // A case that does not have the shape fails when it is replayed.
  return lines.filter((line) => line !== "").map((line) => JSON.parse(line) as Recording);
}

/** Waits and pauses take no time; `passSeconds` is how far the clock goes at each look at an execution that runs. */
export async function replayRecordedExecution(
  { type, definition, input, roleArn, stateMachineName }: RecordedExecution,
  options: StepFunctionsOptions & { testCase?: string; passSeconds?: number },
) {
  const { testCase, passSeconds = 0, ...rest } = options;
  const world = createServiceWorld(
    (context) => [createStepFunctionsService(context, { waitScale: 0, ...rest })],
    { accountId: "111111111111" },
  );
  const sfn = new SFNClient(world.client);
  try {
    const { stateMachineArn } = await sfn.send(
      new CreateStateMachineCommand({
        name: stateMachineName,
        type,
        roleArn,
        definition: JSON.stringify(definition),
      }),
    );
    const { executionArn } = await sfn.send(
      new StartExecutionCommand({
        stateMachineArn: testCase === undefined ? stateMachineArn : `${stateMachineArn}#${testCase}`,
        input: input ?? "{}",
      }),
    );
    const describe = () => sfn.send(new DescribeExecutionCommand({ executionArn }));
    const look = async () => {
      const { status } = await describe();
      if (status === "RUNNING") world.clock.advanceTo(world.clock.now() + passSeconds * 1000);
      return status;
    };
    await expect.poll(look, { timeout: 20_000, interval: 5 }).not.toBe("RUNNING");
    expect(world.bugs).toEqual([]);
    const { status, output, error, cause } = await describe();
    const { events } = await sfn.send(new GetExecutionHistoryCommand({ executionArn, maxResults: 1000 }));
    return { status, output, error, cause, events };
  } finally {
    sfn.destroy();
    await world.close();
  }
}

/**
 * A recorded value, or ours, without what only the language of a function decides: stack traces, how numbers are written, blanks
 * in JSON and so the length of an answer.
 */
export function withoutLanguage(value: unknown): unknown {
  if (typeof value === "string") {
    const parsed = parseJson(value);
    return parsed === undefined ? value : withoutLanguage(parsed);
  }
  if (Array.isArray(value)) return value.map(withoutLanguage);
  if (value instanceof Date || typeof value !== "object" || value === null) return value;
  const fields = new Map(Object.entries(value));
  if (fields.has("errorType") && fields.has("errorMessage")) {
    return { errorType: fields.get("errorType"), errorMessage: fields.get("errorMessage") };
  }
  fields.delete("Content-Length");
  return Object.fromEntries([...fields].map(([name, part]) => [name, withoutLanguage(part)]));
}

/** Of objects, lists and numbers. */
function parseJson(text: string): unknown {
  if (!/^[{[]|^-?\d+(\.\d+)?$/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
