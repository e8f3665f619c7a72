/** Distributed maps, AWS's services and written states: called, and compiled on the engine, they give the same. */
import { readFileSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";

import { startEngine } from "@acme-engine/local";
import { compileFlow, formatDiagnostic } from "@acme-engine/stepfn/compile-flow";
import { CreateBucketCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  SFNClient,
  StartExecutionCommand,
} from "@aws-sdk/client-sfn";
import type { Flow } from "acme-engine";
import { awsError, runFlow, type RunFlowOptions } from "acme-engine/testing";
import { afterAll, beforeAll, expect, test } from "vitest";

import * as flows from "./flows/distributed-maps.ts";

const path = fileURLToPath(new URL("./flows/distributed-maps.ts", import.meta.url));
const source = readFileSync(path, "utf8");
const roleArn = "arn:aws:iam::000000000000:role/machine";

let engine: Awaited<ReturnType<typeof startEngine>>;
let states: SFNClient;
beforeAll(async () => {
  engine = await startEngine({ waitScale: 0 });
  const { region, requestHandler } = engine;
  const credentials = { accessKeyId: "any", secretAccessKey: "any" };
  states = new SFNClient({ region, requestHandler, credentials });
  const objects = new S3Client({ region, requestHandler, credentials, forcePathStyle: true });
  for (const Bucket of ["incoming", "outgoing", "reports"])
    await objects.send(new CreateBucketCommand({ Bucket }));
  const files = { "monday.csv": "amount,unit\n1,a\n2,b\n3,c\n", "monday.jsonl": '{"n":1}\n{"n":2}\n' };
  for (const [Key, Body] of Object.entries(files)) {
    await objects.send(new PutObjectCommand({ Bucket: "incoming", Key, Body }));
  }
  objects.destroy();
});
afterAll(async () => {
  states.destroy();
  await engine.close();
});

/** The same files, for the flow that is called. */
const inProcess = (): RunFlowOptions => {
  let written = "";
  return {
    onItems(items) {
      if (items.format === "csv") return ["1", "2", "3"].map((amount) => ({ amount, unit: "a" }));
      if (items.format === "jsonl") return [{ n: 1 }, { n: 2 }];
      throw new Error("The specified key does not exist.");
    },
    onAws({ operation }) {
      if (operation === "getObject" && written === "") throw awsError("S3.NoSuchKeyException");
      return operation === "headObject" ? { ContentLength: written.length } : {};
    },
    onAsl({ state }) {
      const { Body } = state["Arguments"] as { Body: object };
      written = JSON.stringify(Body);
    },
  };
};

test.each<[Flow<never, unknown>, object, unknown]>([
  [
    flows.batches,
    { factor: 2 },
    [12, expect.objectContaining({ Status: "FAILED", Error: "Odd", Cause: "1 is odd" }), 12],
  ],
  [
    flows.tooMany,
    { factor: 2 },
    {
      name: "States.ExceedToleratedFailureThreshold",
      message: "The specified tolerated failure threshold was exceeded",
    },
  ],
  [
    flows.rows,
    { day: "monday" },
    [
      { index: 0, amount: "1" },
      { index: 1, amount: "2" },
    ],
  ],
  [flows.lines, { day: "monday" }, [2, 3]],
  [flows.missing, { day: "monday" }, "States.ItemReaderFailed"],
  [
    flows.written,
    { bucket: "outgoing" },
    {
      MapRunArn: expect.stringContaining("/tens:"),
      ResultWriterDetails: {
        Bucket: "outgoing",
        Key: expect.stringMatching(/^results\/.+\/manifest\.json$/),
      },
    },
  ],
  [flows.empty, { items: [] }, []],
  [flows.report, { day: "monday" }, { bytes: 16 }],
])("%o %j is the same called and compiled", async (flow, input, output) => {
  const native = await runFlow(flow, input as never, inProcess());
  expect(native).toMatchObject({ status: "SUCCEEDED", output });
  const compiled = await runOnEngine(flow.name, input);
  expect(compiled).toEqual(output);
  const called = native.status === "SUCCEEDED" ? native.output : undefined;
  expect(keysOf(compiled)).toEqual(keysOf(called));
});

async function runOnEngine(name: string, input: object): Promise<unknown> {
  const result = compileFlow({ source, path, flow: name, toTaskState: () => ({}) });
  if (result.compiled === undefined) {
    throw new Error(result.diagnostics.map((one) => formatDiagnostic(one, source, path)).join("\n"));
  }
  const definition = JSON.stringify(result.compiled.definition);
  const { stateMachineArn } = await states.send(new CreateStateMachineCommand({ name, roleArn, definition }));
  const started = { stateMachineArn, input: JSON.stringify(input) };
  const { executionArn } = await states.send(new StartExecutionCommand(started));
  const deadline = AbortSignal.timeout(20_000);
  for (;;) {
    const execution = await states.send(new DescribeExecutionCommand({ executionArn }));
    if (execution.status === "SUCCEEDED") return JSON.parse(execution.output ?? "null");
    if (execution.status !== "RUNNING") throw new Error(`${execution.error}: ${execution.cause}`);
    await setTimeout(5, undefined, { signal: deadline });
  }
}

/** What is there, whatever it is: ids and instants differ. */
function keysOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(keysOf);
  if (typeof value !== "object" || value === null) return null;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, keysOf(part)]));
}
