/** What an engine does with a store that was damaged, or that an earlier engine wrote. */
import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type {
  CreateStateMachineInput,
  GetExecutionHistoryInput,
  GetExecutionHistoryOutput,
  StartExecutionInput,
  StartExecutionOutput,
} from "@aws-sdk/client-sfn";
import { ListExecutionsCommand, SFNClient } from "@aws-sdk/client-sfn";
import { afterEach, beforeEach, expect, test } from "vitest";

import { type Engine, startEngine } from "./engine.ts";
import { stepFunctionsSchema } from "./services/step-functions/schema.ts";
import { openStore } from "./store/open-store.ts";

const stateMachineArn = "arn:aws:states:us-east-1:000000000000:stateMachine:machine";
const definition = JSON.stringify({ StartAt: "A", States: { A: { Type: "Pass", End: true } } });
const pageBytes = 4096;

let folder: string;
let storePath: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "acme-engine-store-"));
  storePath = join(folder, "engine.db");
});
afterEach(() => rmSync(folder, { recursive: true }));

async function createMachine(engine: Engine): Promise<void> {
  await engine.call<CreateStateMachineInput, object>("states", "CreateStateMachine", {
    name: "machine",
    roleArn: "arn:aws:iam::000000000000:role/machine",
    definition,
  });
}

const start = (engine: Engine, name: string) =>
  engine.call<StartExecutionInput, StartExecutionOutput>("states", "StartExecution", {
    stateMachineArn,
    name,
    input: JSON.stringify({ padding: "x".repeat(2000) }),
  });

/** Overwrites the file's pages from the one with that number on; the first is 1. */
function damage(fromPage: number): void {
  const file = openSync(storePath, "r+");
  const { size } = statSync(storePath);
  for (let at = (fromPage - 1) * pageBytes; at < size; at += pageBytes)
    writeSync(file, Buffer.alloc(pageBytes, 0xa5), 0, pageBytes, at);
  closeSync(file);
}

test("a store whose pages are damaged is named at the start, and the file stays as it is", async () => {
  const engine = await startEngine({ storePath });
  await createMachine(engine);
  await engine.close();
  damage(2);
  const size = statSync(storePath).size;
  await expect(startEngine({ storePath })).rejects.toMatchObject({
    code: "ACME_STORE_UNREADABLE",
    message: expect.stringContaining(storePath),
    hint: expect.stringContaining("Move the file away"),
  });
  expect(statSync(storePath).size).toBe(size);
});

test("damage that is found later fails the calls that meet it and says what it is", async () => {
  const first = await startEngine({ storePath });
  await createMachine(first);
  for (let index = 0; index < 200; index++) await start(first, `run-${index}`);
  await first.close();
  const pages = statSync(storePath).size / pageBytes;
  damage(Math.floor(pages / 2));

  const bugs: unknown[] = [];
  const engine = await startEngine({ storePath, onBug: (error) => void bugs.push(error) });
  const client = new SFNClient({
    region: engine.region,
    requestHandler: engine.requestHandler,
    credentials: { accessKeyId: "a", secretAccessKey: "b" },
    maxAttempts: 1,
  });
  await expect(
    client.send(new ListExecutionsCommand({ stateMachineArn, maxResults: 1000 })),
  ).rejects.toMatchObject({
    name: "InternalFailure",
    message: expect.stringContaining("is not a readable store"),
  });
  expect(bugs).toMatchObject([{ code: "ACME_STORE_UNREADABLE" }]);
  client.destroy();
  await engine.close();
});

test("a store of an earlier engine is brought up to date, histories too", async () => {
  const old = openStore({ path: storePath });
  old.migrate("step-functions", stepFunctionsSchema.slice(0, 1));
  const executionArn = stateMachineArn.replace("stateMachine", "execution") + ":old";
  const events = [
    { id: 1, previousEventId: 0, timestamp: 1000, type: "ExecutionStarted" },
    { id: 2, previousEventId: 0, timestamp: 2000, type: "ExecutionSucceeded" },
  ];
  old
    .prepare("INSERT INTO sfn_state_machines VALUES (?, 'machine', 'STANDARD', 1, 1, 0)")
    .run(stateMachineArn);
  old
    .prepare("INSERT INTO sfn_revisions VALUES (1, ?, NULL, ?, 'arn:aws:iam::000000000000:role/r', ?, 0)")
    .run(
      stateMachineArn,
      definition,
      '{"loggingConfiguration":{"level":"OFF","includeExecutionData":false}}',
    );
  old
    .prepare(
      `INSERT INTO sfn_executions (id, arn, state_machine, name, revision, status, input, started_at, stopped_at)
        VALUES (7, ?, ?, 'old', 1, 'SUCCEEDED', '{}', ?, ?)`,
    )
    .run(executionArn, stateMachineArn, Date.now(), Date.now());
  old.prepare("INSERT INTO sfn_history VALUES (7, 1, 2, ?)").run(JSON.stringify(events));
  old.close();

  const engine = await startEngine({ storePath });
  const history = (arn: string | undefined) =>
    engine.call<GetExecutionHistoryInput, GetExecutionHistoryOutput>("states", "GetExecutionHistory", {
      executionArn: arn,
    });
  expect(await history(executionArn)).toMatchObject({
    events: [
      { id: 1, type: "ExecutionStarted" },
      { id: 2, type: "ExecutionSucceeded" },
    ],
  });
  const { executionArn: young } = await start(engine, "young");
  expect((await history(young)).events).toHaveLength(4);
  await engine.close();
});
