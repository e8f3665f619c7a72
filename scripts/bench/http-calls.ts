import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  SFNClient,
  StartExecutionCommand,
  StartSyncExecutionCommand,
} from "@aws-sdk/client-sfn";
import { startEngine } from "@acme-engine/local";

import { median } from "./measure.ts";
import type { Row } from "./row.ts";
import { tenPassDefinition, tenPassInput } from "./works.ts";

const calls = 1000;

/** How long one caller with the JavaScript SDK waits, over HTTP, one call after another. */
export async function measureHttpCalls(): Promise<Row[]> {
  const engine = await startEngine({ runtime: "process", http: { port: 0 } });
  const client = new SFNClient({
    region: engine.region,
    endpoint: engine.url ?? "",
    credentials: { accessKeyId: "a", secretAccessKey: "b" },
    // The sync operations have a host of their own on AWS.
    disableHostPrefix: true,
  });
  const create = async (name: string, type: "STANDARD" | "EXPRESS") => {
    const roleArn = "arn:aws:iam::000000000000:role/bench";
    const { stateMachineArn } = await client.send(
      new CreateStateMachineCommand({ name, type, roleArn, definition: tenPassDefinition }),
    );
    return stateMachineArn;
  };
  try {
    const express = await create("express", "EXPRESS");
    const standard = await create("standard", "STANDARD");
    const sync = await medianOf(() =>
      client.send(new StartSyncExecutionCommand({ stateMachineArn: express, input: tenPassInput })),
    );
    const pair = await medianOf(async () => {
      const { executionArn } = await client.send(
        new StartExecutionCommand({ stateMachineArn: standard, input: tenPassInput }),
      );
      await client.send(new DescribeExecutionCommand({ executionArn }));
    });
    return [
      { what: "StartSyncExecution of 10 Pass over HTTP, p50", value: `${sync.toFixed(2)} ms`, aim: "≤ 1 ms" },
      { what: "StartExecution and DescribeExecution over HTTP, p50", value: `${pair.toFixed(2)} ms` },
    ];
  } finally {
    client.destroy();
    await engine.close();
  }
}

/** Milliseconds of a call, once the code is warm. */
async function medianOf(call: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let index = 0; index < 2 * calls; index++) {
    const start = performance.now();
    await call();
    if (index >= calls) times.push(performance.now() - start);
  }
  return median(times);
}
