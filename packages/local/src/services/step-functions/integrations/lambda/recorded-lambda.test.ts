/** Executions of functions as they were recorded on AWS, replayed with functions that behave as those did. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  SFNClient,
  StartExecutionCommand,
} from "@aws-sdk/client-sfn";
import { expect, test } from "vitest";

import { createServiceWorld, type ServiceWorld } from "../../../../testing/service-world.ts";
import { createStepFunctionsService } from "../../service.ts";
import { findDifference } from "../../testing/recorded-value.ts";

/** How a function of a recording behaves. */
type HandlerKind =
  | { kind: "echo" | "other" }
  | { kind: "raise"; errorType: string; errorMessage?: string }
  | { kind: "sleepThenEcho"; seconds: number }
  | { kind: "bytes"; text: string }
  | { kind: "largeString"; char: string; length: number };

interface Case {
  id: string;
  tier: string;
  type: "STANDARD" | "EXPRESS";
  definition: object;
  input: string | null;
  roleArn: string;
  stateMachineName: string;
  concurrent?: boolean;
  lambdas?: { name: string; handlerKind?: HandlerKind | null }[];
  expected: { status: string; output?: unknown; error?: string; cause?: unknown; events?: object[] };
}

const path = join(
  process.env["ACME_CONFORMANCE"] ?? join(import.meta.dirname, "../../../../../../../../shared/conformance"),
  "asl/execution.jsonl",
);
const recorded = existsSync(path)
  ? readFileSync(path, "utf8")
      .split("\n")
      .filter((line) => line !== "")
      // The data's shape is described in its README; a case that does not have it fails when it is replayed.
      .map((line) => JSON.parse(line) as Case)
      .filter(({ tier, lambdas = [] }) => tier === "lambda" && lambdas.length > 0)
  : [];
const isKnown = ({ lambdas = [] }: Case) =>
  lambdas.every(({ handlerKind }) => handlerKind && handlerKind.kind !== "other");
const cases = recorded.filter(isKnown);
if (recorded.length === 0) console.log(`No recordings at ${path}: functions are not held against AWS.`);
for (const { id } of recorded.filter((each) => !isKnown(each))) {
  console.log(`Not replayed, for it is not told what its function does: ${id}`);
}

/** A function's source. */
function toSource(kind: HandlerKind): string {
  switch (kind.kind) {
    case "echo":
      return "(event) => event";
    case "raise": {
      const { errorType, errorMessage = "" } = kind;
      return `() => { throw Object.assign(new Error(${JSON.stringify(errorMessage)}), { name: ${JSON.stringify(errorType)} }); }`;
    }
    case "sleepThenEcho":
      return `(event) => new Promise((resolve) => setTimeout(resolve, ${kind.seconds * 1000}, event))`;
    case "bytes":
      return `() => (${kind.text})`;
    case "largeString":
      return `() => ${JSON.stringify(kind.char)}.repeat(${kind.length})`;
    case "other":
      throw new Error("nobody knows what it does");
  }
}

async function replay(each: Case) {
  const { lambdas = [], type, definition, input, roleArn, stateMachineName } = each;
  const folder = mkdtempSync(join(tmpdir(), "acme-recorded-lambda-"));
  const functions: Record<string, string> = {};
  lambdas.forEach(({ name, handlerKind }, index) => {
    if (!handlerKind) return;
    const file = `function-${index}.mjs`;
    writeFileSync(join(folder, file), `export const handler = ${toSource(handlerKind)};`);
    functions[name] = `./${file}`;
  });
  const world: ServiceWorld = createServiceWorld(
    (context) => [createStepFunctionsService(context, { functions, projectDirectory: folder, waitScale: 0 })],
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
      new StartExecutionCommand({ stateMachineArn, input: input ?? "{}" }),
    );
    const sleeps = lambdas.some(({ handlerKind }) => handlerKind?.kind === "sleepThenEcho");
    const describe = async () => {
      const execution = await sfn.send(new DescribeExecutionCommand({ executionArn }));
      if (execution.status !== "RUNNING") return execution;
      // Only a deadline can end what sleeps; waits and pauses end by themselves.
      if (sleeps) world.clock.advanceTo(world.clock.now() + 1000);
      else world.clock.advanceTo(world.clock.now());
      return execution;
    };
    await expect
      .poll(async () => (await describe()).status, { timeout: 20_000, interval: 5 })
      .not.toBe("RUNNING");
    const { status, output, error, cause } = await describe();
    const { events } = await sfn.send(new GetExecutionHistoryCommand({ executionArn, maxResults: 1000 }));
    expect(world.bugs).toEqual([]);
    return { status, output, error, cause, events };
  } finally {
    sfn.destroy();
    await world.close();
    rmSync(folder, { recursive: true });
  }
}

/** Without what only the function's own language decides: stack traces, blanks in JSON and so the length of the answer. */
function withoutLanguage(value: unknown): unknown {
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

/** Of objects, lists and numbers: how a number is written is for the language too. */
function parseJson(text: string): unknown {
  if (!/^[{[]|^-?\d+(\.\d+)?$/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Where branches run at the same time, which events there are. */
const typesOf = (events: readonly object[] = []) =>
  events.map((event) => ("type" in event ? String(event.type) : "")).toSorted();

test.skipIf(cases.length === 0).each(cases.map((each): [string, Case] => [each.id, each]))(
  "%s",
  async (_id, each) => {
    const { expected, concurrent } = each;
    const actual = await replay(each);
    // AWS added the field after some of the recordings.
    const context = { bindings: new Map(), optional: new Set(["RedriveCount"]) };
    const { events: expectedEvents, ...end } = expected;
    const { events, ...actualEnd } = actual;
    expect(findDifference(withoutLanguage(end), withoutLanguage(actualEnd), context)).toBeUndefined();
    if (!expectedEvents) return;
    if (concurrent) expect(typesOf(events)).toEqual(typesOf(expectedEvents));
    else
      expect(
        findDifference(withoutLanguage(expectedEvents), withoutLanguage(events), context),
      ).toBeUndefined();
  },
);
