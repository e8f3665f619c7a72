/** `node scripts/bench/distributed-map-run.ts ITEMS EXPRESS|STANDARD`: one such Map on a store on disk; prints what it took as JSON. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type {
  CreateStateMachineInput,
  CreateStateMachineOutput,
  DescribeExecutionInput,
  DescribeExecutionOutput,
  StartExecutionInput,
  StartExecutionOutput,
} from "@aws-sdk/client-sfn";
import { startEngine } from "@acme-engine/local";

const [items = "10000", type = "EXPRESS"] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), "acme-bench-map-"));
const engine = await startEngine({ runtime: "process", storePath: join(folder, "engine.db") });
try {
  await engine.call("s3", "CreateBucket", { Bucket: "bench" });
  const lines = Array.from({ length: Number(items) }, (_, index) => `{"id":${index + 1}}\n`).join("");
  await engine.call("s3", "PutObject", { Bucket: "bench", Key: "lines.jsonl", Body: Buffer.from(lines) });
  const { stateMachineArn } = await engine.call<CreateStateMachineInput, CreateStateMachineOutput>(
    "states",
    "CreateStateMachine",
    {
      name: "bench",
      roleArn: "arn:aws:iam::000000000000:role/bench",
      definition: JSON.stringify({
        StartAt: "Each",
        States: {
          Each: {
            Type: "Map",
            ItemReader: {
              Resource: "arn:aws:states:::s3:getObject",
              ReaderConfig: { InputType: "JSONL" },
              Parameters: { Bucket: "bench", Key: "lines.jsonl" },
            },
            ItemProcessor: {
              ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: type },
              StartAt: "Item",
              States: { Item: { Type: "Pass", End: true } },
            },
            // What a hundred thousand children answer does not fit into a state.
            ResultWriter: {
              Resource: "arn:aws:states:::s3:putObject",
              Parameters: { Bucket: "bench", Prefix: "results" },
            },
            End: true,
          },
        },
      }),
    },
  );
  const start = performance.now();
  const { executionArn } = await engine.call<StartExecutionInput, StartExecutionOutput>(
    "states",
    "StartExecution",
    { stateMachineArn },
  );
  for (;;) {
    const execution = await engine.call<DescribeExecutionInput, DescribeExecutionOutput>(
      "states",
      "DescribeExecution",
      { executionArn },
    );
    if (execution.status === "SUCCEEDED") break;
    if (execution.status !== "RUNNING")
      throw new Error(`the execution is ${execution.status}: ${execution.error} ${execution.cause}`);
    await new Promise((resolve) => {
      setTimeout(resolve, 20);
    });
  }
  const seconds = (performance.now() - start) / 1000;
  console.log(JSON.stringify({ seconds, peakMib: process.resourceUsage().maxRSS / 1024 }));
} finally {
  await engine.close();
  rmSync(folder, { recursive: true });
}
