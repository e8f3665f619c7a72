import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  SFNClient,
  StartExecutionCommand,
} from "@aws-sdk/client-sfn";
import { afterAll, beforeAll, expect, test } from "vitest";

import { type Engine, startEngine } from "./engine.ts";

const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
/** The README's blocks that are files, by the name behind the fence. */
const files = new Map(
  [...readme.matchAll(/^```\w+ (\S+)\n([^]*?)^```$/gm)].map(([, name = "", text = ""]) => [name, text]),
);

let folder: string;
let engine: Engine;
let client: SFNClient;
let stateMachineArn: string | undefined;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "acme-readme-"));
  for (const [name, text] of files) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  const { functions } = JSON.parse(files.get("acme.config.json") ?? "");
  const mockConfigFile = join(folder, "MockConfigFile.json");
  engine = await startEngine({ projectDirectory: folder, functions, mockConfigFile, waitScale: 0 });
  client = new SFNClient({
    region: engine.region,
    requestHandler: engine.requestHandler,
    credentials: { accessKeyId: "any", secretAccessKey: "any" },
  });
  const created = await client.send(
    new CreateStateMachineCommand({
      name: "Order",
      roleArn: "arn:aws:iam::000000000000:role/order",
      definition: files.get("order.asl.json"),
    }),
  );
  ({ stateMachineArn } = created);
});
afterAll(async () => {
  client.destroy();
  await engine.close();
  rmSync(folder, { recursive: true });
});

/** Runs the README's state machine to its end. */
async function run(input: object, testCase = "") {
  const { executionArn } = await client.send(
    new StartExecutionCommand({
      stateMachineArn: `${stateMachineArn}${testCase}`,
      input: JSON.stringify(input),
    }),
  );
  const describe = () => client.send(new DescribeExecutionCommand({ executionArn }));
  await expect.poll(async () => (await describe()).status, { timeout: 10_000 }).not.toBe("RUNNING");
  return describe();
}

test("the README's function runs where its test case mocks the queue only", async () => {
  expect(await run({ amount: 7 }, "#Sent")).toMatchObject({
    status: "SUCCEEDED",
    output: '{"paid":7,"message":{"MessageId":"m-1"}}',
  });
  const declined = await run({ amount: 101 }, "#Sent");
  expect(declined).toMatchObject({ status: "FAILED", error: "Declined" });
  expect(JSON.parse(declined.cause ?? "")).toMatchObject({ errorType: "Declined", errorMessage: "too much" });
});

test("the README's retry takes no time", async () => {
  expect(await run({ amount: 101 }, "#SecondTry")).toMatchObject({
    status: "SUCCEEDED",
    output: '{"paid":7,"message":{"MessageId":"m-1"}}',
  });
});

test("without a mock the queue's task says what to add", async () => {
  expect(await run({ amount: 7 })).toMatchObject({
    status: "FAILED",
    error: "Acme.UnsupportedResource",
    cause: expect.stringMatching(/"arn:aws:states:::sqs:sendMessage"[^]*--mock-config[^]*--pass-through/),
  });
});
