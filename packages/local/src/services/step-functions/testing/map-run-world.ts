import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import {
  CreateBucketCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  type DescribeExecutionOutput,
  DescribeMapRunCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  ListMapRunsCommand,
  SFNClient,
  StartExecutionCommand,
} from "@aws-sdk/client-sfn";
import { afterEach, beforeEach, expect } from "vitest";

import { createServiceWorld, type ServiceWorld } from "../../../testing/service-world.ts";
import { createVirtualClock, type VirtualClock } from "../../../testing/virtual-clock.ts";
import { createS3Service } from "../../s3/service.ts";
import { createStepFunctionsService } from "../service.ts";
import { roleArn } from "./execution-world.ts";

export const bucket = "items";

/** A machine of one distributed Map; `states` are its processor's, `rest` goes into the Map. */
export function mapOf(
  rest: object,
  states: object = { Only: { Type: "Pass", End: true } },
  ExecutionType: "STANDARD" | "EXPRESS" = "STANDARD",
) {
  return {
    QueryLanguage: "JSONata",
    StartAt: "Each",
    States: {
      Each: {
        Type: "Map",
        Label: "work",
        ItemProcessor: {
          ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType },
          StartAt: Object.keys(states)[0],
          States: states,
        },
        End: true,
        ...rest,
      },
    },
  };
}

/** An ItemReader of an object in the bucket. */
export const objectReader = (Key: string, ReaderConfig: object) => ({
  ItemReader: {
    Resource: "arn:aws:states:::s3:getObject",
    Arguments: { Bucket: bucket, Key },
    ReaderConfig,
  },
});

/** Step Functions and S3 with a virtual clock on a store that outlives an engine, anew for each test of the file. */
export function useMapRunWorld() {
  let folder: string;
  let clock: VirtualClock;
  let engine: ServiceWorld;
  let sfn: SFNClient;
  let s3: S3Client;
  const bugs: unknown[] = [];

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "acme-map-runs-"));
    clock = createVirtualClock();
    open();
    await s3.send(new CreateBucketCommand({ Bucket: bucket }));
  });
  afterEach(async () => {
    await close();
    rmSync(folder, { recursive: true });
    expect(bugs.splice(0)).toEqual([]);
  });

  function open(): void {
    engine = createServiceWorld(
      (context) => [
        createS3Service(context),
        createStepFunctionsService(context, { random: () => 0.5, onBug: (error) => void bugs.push(error) }),
      ],
      { storePath: join(folder, "engine.db"), clock },
    );
    sfn = new SFNClient(engine.client);
    s3 = new S3Client({ ...engine.client, forcePathStyle: true });
  }

  async function close(): Promise<void> {
    sfn.destroy();
    s3.destroy();
    bugs.push(...engine.bugs.splice(0));
    await engine.close();
  }

  const describeExecution = (executionArn: string | undefined) =>
    sfn.send(new DescribeExecutionCommand({ executionArn }));

  return {
    get clock() {
      return clock;
    },
    get sfn() {
      return sfn;
    },
    get store() {
      return engine.context.store;
    },
    close,
    async restart() {
      await close();
      open();
      await engine.resume();
    },
    put: (Key: string, Body: string | Uint8Array) =>
      s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body: Buffer.from(Body) })),
    /** The objects below a prefix, parsed. */
    async read(Prefix: string): Promise<{ [key: string]: unknown }> {
      const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix }));
      const found: { [key: string]: unknown } = {};
      for (const { Key = "" } of Contents) {
        const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key }));
        const text = (await Body?.transformToString()) ?? "";
        found[Key] = Key.endsWith(".jsonl") ? text : JSON.parse(text);
      }
      return found;
    },
    /** Creates the state machine, starts one execution, and gives its ARN. */
    async start(definition: object, input: unknown = {}) {
      const { stateMachineArn } = await sfn.send(
        new CreateStateMachineCommand({ name: "machine", roleArn, definition: JSON.stringify(definition) }),
      );
      const { executionArn } = await sfn.send(
        new StartExecutionCommand({ stateMachineArn, name: "run", input: JSON.stringify(input) }),
      );
      return executionArn;
    },
    countRows: (table: "sfn_executions" | "sfn_map_runs") =>
      engine.context.store.prepare(`SELECT count(*) AS n FROM ${table}`).get()?.["n"],
    describeExecution,
    /** Waits for an end that comes without time passing. */
    async untilEnded(executionArn: string | undefined): Promise<DescribeExecutionOutput> {
      await expect
        .poll(async () => (await describeExecution(executionArn)).status, { timeout: 10_000 })
        .not.toBe("RUNNING");
      return describeExecution(executionArn);
    },
    async types(executionArn: string | undefined) {
      const { events = [] } = await sfn.send(new GetExecutionHistoryCommand({ executionArn }));
      return events.map(({ type }) => type);
    },
    async mapRun(executionArn: string | undefined) {
      const { mapRuns = [] } = await sfn.send(new ListMapRunsCommand({ executionArn }));
      return sfn.send(new DescribeMapRunCommand({ mapRunArn: mapRuns[0]?.mapRunArn }));
    },
    async children(mapRunArn: string | undefined) {
      const { executions = [] } = await sfn.send(new ListExecutionsCommand({ mapRunArn }));
      return executions;
    },
  };
}
