import { expect, test } from "vitest";

import { aws, callback, flow, FlowError, map, sleep, task } from "../index.ts";
import { systemClock } from "../native/clock.ts";
import { runTask } from "./run-task.ts";
import { imitateAws } from "./testing/imitated-aws.ts";

class NothingLoaded extends FlowError {}

const load = async () => {
  let busy = 1;
  const lines = task(
    { name: "lines", retries: 1, retryDelaySeconds: 1 },
    async ({ file }: { file: string }) => {
      if (busy-- > 0) throw new Error("busy");
      return file.length;
    },
  );
  const forever = task({ name: "forever" }, async (_: object, { signal }) => {
    await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
    throw signal.reason;
  });
  flow(
    {
      name: "etl",
      mode: "container",
      parameters: {
        type: "object",
        properties: {
          files: { type: "array", items: { type: "string" } },
          day: { type: "string", default: "today" },
        },
        required: ["files"],
      },
    },
    async ({ files, day }: { files: string[]; day?: string }, { execution }) => {
      const counts = await map(files, (file) => lines({ file }));
      if (counts.length === 0) throw new NothingLoaded(`nothing for ${day ?? ""}`);
      return { day: day ?? "", counts, id: execution.id, name: execution.name };
    },
  );
  flow({ name: "long", mode: "container" }, () => forever({}));
  flow({ name: "nap", mode: "container" }, () => sleep({ days: 1 }));
  flow({ name: "cloud", mode: "container" }, () => aws.sqs.sendMessage({}));
  flow({ name: "ask", mode: "container" }, () => callback(async () => {}));
};

const job = (name: string, more: Record<string, string> = {}) => ({
  ACME_FLOW: name,
  ACME_RUN_NAME: "run-7",
  ACME_EXECUTION_ARN: "arn:aws:states:us-east-1:1:execution:etl:run-7",
  ...more,
});

test("a whole flow runs in its container, with its tasks and their retries, and leaves its result in S3", async () => {
  const { host, objects } = imitateAws(
    job("etl", {
      ACME_PARAMETERS: '{"files":["a","bcd"]}',
      ACME_RESULT_S3_URI: "s3://bucket/results/etl/run-7.json",
    }),
    load,
  );
  expect(await runTask(host)).toBe(0);
  expect(JSON.parse(objects.get("/bucket/results/etl/run-7.json") ?? "")).toEqual({
    day: "today",
    counts: [1, 3],
    id: "arn:aws:states:us-east-1:1:execution:etl:run-7",
    name: "run-7",
  });
});

test("parameters that do not fit in the overrides come from S3", async () => {
  const { host, objects } = imitateAws(
    job("etl", {
      ACME_PARAMETERS_S3_URI: "s3://bucket/parameters/etl/run-7.json",
      ACME_RESULT_S3_URI: "s3://bucket/out/",
    }),
    load,
  );
  objects.set("/bucket/parameters/etl/run-7.json", '{"files":["abc"]}');
  expect(await runTask(host)).toBe(0);
  expect([...objects.values()].at(-1)).toContain('"counts":[3]');
});

test("the exit code says how it went", async () => {
  const run = async (environment: Record<string, string>) => {
    const { host, lines } = imitateAws(environment, load);
    return [await runTask(host), lines.join("\n").split("\n")[0]];
  };
  expect(await run(job("etl", { ACME_PARAMETERS: '{"files":[]}' }))).toEqual([
    1,
    "NothingLoaded: nothing for today",
  ]);
  expect(await run(job("etl", { ACME_PARAMETERS: '{"day":1}' }))).toEqual([
    64,
    'the parameters of flow "etl" do not fit: parameters.day is 1; expected a string; parameters.files is missing',
  ]);
  expect(await run(job("etl", { ACME_PARAMETERS: "{" }))).toEqual([
    64,
    expect.stringContaining("ACME_PARAMETERS is not JSON"),
  ]);
  expect(await run(job("elt"))).toEqual([
    65,
    'there is no flow "elt"; there are: etl, long, nap, cloud, ask',
  ]);
  expect(await run(job("etl", { ACME_TASK: "lines" }))).toEqual([
    64,
    'ACME_TASK is "lines" and ACME_FLOW is "etl"; expected one of the two',
  ]);
});

test.each(["long", "nap"])(
  "flow %s, which goes on for ever, stops when its container has to",
  async (name) => {
    const { host, terminate, lines } = imitateAws(job(name), load);
    // On the virtual clock a day would be over at once.
    const exitCode = runTask({ ...host, clock: systemClock });
    await new Promise((resolve) => setImmediate(resolve));
    terminate();
    expect(await exitCode).toBe(143);
    expect(lines.join("\n")).toContain(`flow "${name}" was stopped`);
  },
);

test.each([
  ["cloud", "aws.sqs.sendMessage needs a state machine"],
  ["ask", "callback() needs a state machine"],
])("what only a state machine has is not there: %s", async (name, message) => {
  const { host, lines } = imitateAws(job(name), load);
  expect(await runTask(host)).toBe(1);
  expect(lines.join("\n")).toContain(message);
});
