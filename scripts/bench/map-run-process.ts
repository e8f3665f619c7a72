/**
 * One process of the map run's measurement: `map-run-process.ts put|run STORE ITEMS`. `put` writes the items, so that `run` begins as
 * an engine begins that finds them; it prints `{"seconds", "peakBytes"}`.
 */
import { CreateBucketCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  SFNClient,
  StartExecutionCommand,
} from "@aws-sdk/client-sfn";
import { startEngine } from "@acme-engine/local";

const bucket = "items";
const definition = JSON.stringify({
  QueryLanguage: "JSONata",
  StartAt: "Each",
  States: {
    Each: {
      Type: "Map",
      ItemReader: {
        Resource: "arn:aws:states:::s3:getObject",
        Arguments: { Bucket: bucket, Key: "items.jsonl" },
        ReaderConfig: { InputType: "JSONL" },
      },
      ItemProcessor: {
        ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" },
        StartAt: "Pass",
        States: { Pass: { Type: "Pass", End: true } },
      },
      ResultWriter: {
        Resource: "arn:aws:states:::s3:putObject",
        Arguments: { Bucket: bucket, Prefix: "results" },
      },
      End: true,
    },
  },
});

const [phase, storePath = "", items = "0"] = process.argv.slice(2);
const engine = await startEngine({ runtime: "process", storePath });
const client = {
  region: engine.region,
  requestHandler: engine.requestHandler,
  credentials: { accessKeyId: "bench", secretAccessKey: "bench" },
};
if (phase === "put") await put();
else console.log(JSON.stringify(await run()));
await engine.close();

async function put(): Promise<void> {
  const s3 = new S3Client({ ...client, forcePathStyle: true });
  const lines = Array.from({ length: Number(items) }, (_, id) => JSON.stringify({ id, name: `item ${id}` }));
  await s3.send(new CreateBucketCommand({ Bucket: bucket }));
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: "items.jsonl", Body: lines.join("\n") }));
  s3.destroy();
}

async function run(): Promise<{ seconds: number; peakBytes: number }> {
  const sfn = new SFNClient(client);
  const machine = { name: "each", definition, roleArn: "arn:aws:iam::000000000000:role/bench" };
  const { stateMachineArn } = await sfn.send(new CreateStateMachineCommand(machine));
  const startedAt = performance.now();
  const { executionArn } = await sfn.send(new StartExecutionCommand({ stateMachineArn }));
  for (let status: string | undefined = "RUNNING"; status === "RUNNING";) {
    await new Promise((resolve) => setTimeout(resolve, 10));
    ({ status } = await sfn.send(new DescribeExecutionCommand({ executionArn })));
    if (status !== "RUNNING" && status !== "SUCCEEDED") throw new Error(`the execution is ${status}`);
  }
  const seconds = (performance.now() - startedAt) / 1000;
  sfn.destroy();
  return { seconds, peakBytes: process.resourceUsage().maxRSS * 1024 };
}
