/** Executions with distributed Maps as AWS ran them, through the API and with S3: outcome and whole history. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { CreateBucketCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  SFNClient,
  StartExecutionCommand,
} from "@aws-sdk/client-sfn";
import { expect, test } from "vitest";

import { createServiceWorld } from "../../../testing/service-world.ts";
import { createS3Service } from "../../s3/service.ts";
import { createStepFunctionsService } from "../service.ts";
import { findDifference } from "../testing/recorded-value.ts";

interface ExecutionCase {
  id: string;
  tier: string;
  definition: object;
  input: string | null;
  roleArn: string;
  stateMachineName: string;
  setupCalls?: { op: string; params: { Bucket?: string; Key?: string; Body?: string } }[];
  /** Where AWS has answered otherwise since: `events[6].previousEventId`. */
  unstable?: { path: string; "since2024-11"?: unknown }[];
  expected: {
    status: string;
    output?: unknown;
    error?: string;
    cause?: unknown;
    events?: { [field: string]: unknown }[];
  };
}

function eventsOfToday({ expected, unstable = [] }: ExecutionCase) {
  const events = structuredClone(expected.events);
  for (const { path: place, "since2024-11": today } of unstable) {
    const [, index, field] = /^events\[(\d+)\]\.(\w+)$/.exec(place) ?? [];
    const event = events?.[Number(index)];
    if (event !== undefined && field !== undefined) event[field] = today;
  }
  return events;
}

const folder =
  process.env["ACME_CONFORMANCE"] ?? join(import.meta.dirname, "../../../../../../../shared/conformance");
const path = join(folder, "asl/execution.jsonl");

async function replay({ definition, input, roleArn, stateMachineName, setupCalls = [] }: ExecutionCase) {
  const world = createServiceWorld(
    (context) => [createS3Service(context), createStepFunctionsService(context, { random: () => 0.5 })],
    { accountId: "111111111111" },
  );
  const s3 = new S3Client({ ...world.client, forcePathStyle: true });
  const sfn = new SFNClient(world.client);
  try {
    for (const { op, params } of setupCalls) {
      if (op !== "PutObject") continue;
      await s3.send(new CreateBucketCommand({ Bucket: params.Bucket }));
      const { Bucket, Key, Body = "" } = params;
      await s3.send(new PutObjectCommand({ Bucket, Key, Body: Buffer.from(Body) }));
    }
    const machine = { name: stateMachineName, roleArn, definition: JSON.stringify(definition) };
    const { stateMachineArn } = await sfn.send(new CreateStateMachineCommand(machine));
    const started = await sfn.send(
      new StartExecutionCommand({ stateMachineArn, ...(input !== null && { input }) }),
    );
    const { executionArn } = started;
    const describeIt = () => sfn.send(new DescribeExecutionCommand({ executionArn }));
    await expect.poll(async () => (await describeIt()).status).not.toBe("RUNNING");
    const { status, output, error, cause } = await describeIt();
    const { events } = await sfn.send(new GetExecutionHistoryCommand({ executionArn, maxResults: 1000 }));
    return { status, output, error, cause, events };
  } finally {
    s3.destroy();
    sfn.destroy();
    await world.close();
    expect(world.bugs).toEqual([]);
  }
}

if (existsSync(path)) {
  const cases = readFileSync(path, "utf8")
    .split("\n")
    .filter((line) => line.includes('"DISTRIBUTED"'))
    // The file's shape is described beside it; a case without it fails.
    .map((line): ExecutionCase => JSON.parse(line));
  for (const recorded of cases) {
    const { id, tier } = recorded;
    if (tier !== "pure" && tier !== "s3") test.skip(`${id}: needs ${tier}`, () => {});
    else {
      test(id, async () => {
        const { status, output, error, cause } = recorded.expected;
        const events = eventsOfToday(recorded);
        const context = { bindings: new Map<string, string>(), optional: new Set<string>() };
        const actual = await replay(recorded);
        expect(findDifference({ status, output, error, cause, events }, actual, context)).toBeUndefined();
      });
    }
  }
} else test.skip(`the recordings are not here: ${path}`, () => {});
