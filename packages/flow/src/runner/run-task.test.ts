import { expect, test } from "vitest";

import { flow, sleep, task } from "../index.ts";
import { runTask } from "./run-task.ts";
import { imitateAws, stepFunctionsError } from "./testing/imitated-aws.ts";

class OutOfStock extends Error {}

/** Resolves when the signal is aborted. */
const untilStopped = (signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
  });

const environment = (task: string, more: Record<string, string> = {}) => ({
  ACME_TASK: task,
  ACME_TASK_TOKEN: "token-1",
  ...more,
});

const stopped: string[] = [];
let onStart = () => {};
const load = async () => {
  task({ name: "double" }, async ({ n }: { n: number }) => ({ n: n * 2 }));
  task({ name: "none" }, async (input?: unknown) => ({ given: input !== undefined }));
  task({ name: "echo" }, async (input: unknown) => input);
  task({ name: "buy" }, async () => {
    throw new OutOfStock("no lamps");
  });
  task({ name: "date" }, async (): Promise<unknown> => ({ at: new Date(0) }));
  task({ name: "large" }, async () => "é".repeat(131_072));
  task({ name: "length" }, async ({ text }: { text: string }) => text.length);
  task({ name: "polite" }, async (_: unknown, { signal }) => {
    onStart();
    await untilStopped(signal);
    stopped.push("polite");
    throw new Error("stopping");
  });
  task({ name: "quick" }, async (_: unknown, { signal }) => {
    onStart();
    await untilStopped(signal);
    return "done all the same";
  });
  task({ name: "stubborn" }, async () => {
    onStart();
    await new Promise(() => {});
  });
  flow({ name: "nightly" }, () => sleep(1));
};

test("a task's result is its output", async () => {
  const { host, asked, lines } = imitateAws(environment("double", { ACME_INPUT: '{"n":2}' }), load);
  expect(await runTask(host)).toBe(0);
  expect(asked).toEqual([
    {
      operation: "SendTaskSuccess",
      url: "https://states.us-east-1.amazonaws.com/",
      body: { taskToken: "token-1", output: '{"n":4}' },
    },
  ]);
  expect(lines).toEqual([]);
});

test("a task that is called without input gets none, and null is an input", async () => {
  const without = imitateAws(environment("none"), load);
  await runTask(without.host);
  expect(without.asked[0]?.body).toMatchObject({ output: '{"given":false}' });
  const withNull = imitateAws(environment("none", { ACME_INPUT: "null" }), load);
  await runTask(withNull.host);
  expect(withNull.asked[0]?.body).toMatchObject({ output: '{"given":true}' });
});

test("what a task throws is reported by the name of its class, with message and stack", async () => {
  const { host, asked, lines } = imitateAws(environment("buy"), load);
  expect(await runTask(host)).toBe(1);
  expect(asked).toMatchObject([{ operation: "SendTaskFailure", body: { error: "OutOfStock" } }]);
  const { cause } = (asked[0]?.body ?? {}) as { cause?: string };
  expect(JSON.parse(cause ?? "")).toEqual({
    errorType: "OutOfStock",
    errorMessage: "no lamps",
    stack: expect.stringContaining("run-task.test.ts"),
  });
  expect(lines.join()).toContain("no lamps");
});

test("a result that is not JSON is a failure that names the path", async () => {
  const { host, asked } = imitateAws(environment("date"), load);
  expect(await runTask(host)).toBe(1);
  expect(asked[0]?.body).toMatchObject({
    error: "NotJsonError",
    cause: expect.stringContaining("result.at is a Date"),
  });
});

test.each([
  ["no task is named", { ACME_TASK: "" }, 64, "BadTaskInput", "ACME_TASK is not set"],
  ["the task is not there", { ACME_TASK: "duble" }, 65, "CannotLoadTask", "there are: double, none,"],
  ["the input is no JSON", { ACME_INPUT: "{" }, 64, "BadTaskInput", "ACME_INPUT is not JSON"],
  [
    "a number is none",
    { ACME_HEARTBEAT_SECONDS: "soon" },
    64,
    "BadTaskInput",
    "expected a whole number of seconds",
  ],
  ["the input is not where it should be", { ACME_INPUT_S3_URI: "s3://b/k" }, 66, "InputNotRead", "NoSuchKey"],
  ["the location is none", { ACME_INPUT_S3_URI: "b/k" }, 66, "InputNotRead", "expected s3://bucket/key"],
])("the flow is told when %s", async (_, variables, exitCode, error, message) => {
  const { host, asked, lines } = imitateAws(environment("double", variables), load);
  expect(await runTask(host)).toBe(exitCode);
  expect(asked.at(-1)?.body).toMatchObject({ error, cause: expect.stringContaining(message) });
  expect(lines.join()).toContain(message);
});

test("the flow is told when the module cannot be loaded, or has two tasks of one name", async () => {
  const broken = imitateAws(environment("double"), () => Promise.reject(new SyntaxError("Unexpected token")));
  expect(await runTask(broken.host)).toBe(65);
  expect(broken.asked[0]?.body).toMatchObject({
    error: "CannotLoadTask",
    cause: expect.stringContaining("Unexpected"),
  });
  const twice = imitateAws(environment("double"), async () => [await load(), await load()]);
  expect(await runTask(twice.host)).toBe(65);
  expect(twice.lines).toEqual(['there are 2 tasks with the name "double"; names have to differ']);
});

test("an input in S3 is fetched, and so is a part of an input that an earlier task had to put there", async () => {
  const whole = imitateAws(environment("double", { ACME_INPUT_S3_URI: "s3://bucket/in/a b.json" }), load);
  whole.objects.set("/bucket/in/a%20b.json", '{"n":21}');
  await runTask(whole.host);
  expect(whole.asked.at(-1)?.body).toMatchObject({ output: '{"n":42}' });

  const input = { text: { acmeS3Uri: "s3://bucket/text", bytes: 7 } };
  const part = imitateAws(
    environment("length", { ACME_INPUT: JSON.stringify(input), ACME_RESULT_S3_URI: "s3://bucket/results/" }),
    load,
  );
  part.objects.set("/bucket/text", '"large"');
  await runTask(part.host);
  expect(part.asked.at(-1)?.body).toMatchObject({ output: "5" });
});

test("a reference to a bucket that results don't go to is data: whoever starts a run chooses no object for a task to read", async () => {
  const text = { acmeS3Uri: "s3://salaries/all", bytes: 7 };
  for (const variables of [{ ACME_RESULT_S3_URI: "s3://bucket/results/" }, {}]) {
    const { host, asked } = imitateAws(
      environment("echo", { ACME_INPUT: JSON.stringify({ text }), ...variables }),
      load,
    );
    await runTask(host);
    expect(asked).toMatchObject([
      { operation: "SendTaskSuccess", body: { output: JSON.stringify({ text }) } },
    ]);
  }
});

test("a result over 256 KiB goes to S3, and a reference to the flow", async () => {
  const { host, asked, objects } = imitateAws(
    environment("large", { ACME_RESULT_S3_URI: "s3://bucket/results/" }),
    load,
  );
  expect(await runTask(host)).toBe(0);
  expect(asked.map(({ operation }) => operation)).toEqual(["PUT", "SendTaskSuccess"]);
  expect(asked[1]?.body).toMatchObject({
    output: JSON.stringify({ acmeS3Uri: "s3://bucket/results/large-id-1.json", bytes: 262_146 }),
  });
  expect(objects.get("/bucket/results/large-id-1.json")).toHaveLength(131_074);
});

test("a large result with no place to go to is a failure", async () => {
  const { host, asked } = imitateAws(environment("large"), load);
  expect(await runTask(host)).toBe(74);
  expect(asked[0]?.body).toMatchObject({
    error: "ResultNotStored",
    cause: expect.stringContaining("has 262146 bytes; Step Functions takes 262144"),
  });
});

test("without a token nobody is told; the result goes where it is wanted", async () => {
  const variables = { ACME_TASK: "double", ACME_INPUT: '{"n":2}' };
  const quiet = imitateAws(variables, load);
  expect(await runTask(quiet.host)).toBe(0);
  expect(quiet.asked).toEqual([]);
  const stored = imitateAws({ ...variables, ACME_RESULT_S3_URI: "s3://bucket/result.json" }, load);
  expect(await runTask(stored.host)).toBe(0);
  expect([...stored.objects]).toEqual([["/bucket/result.json", '{"n":4}']]);
});

test("heartbeats come at once and three times in each period; the first that is refused ends the work", async () => {
  const { host, asked, heartbeatsAt, lines } = imitateAws(
    environment("polite", { ACME_HEARTBEAT_SECONDS: "30" }),
    load,
    (operation, count) =>
      operation === "SendTaskHeartbeat" && count === 3 ? stepFunctionsError("TaskTimedOut") : undefined,
  );
  stopped.length = 0;
  expect(await runTask(host)).toBe(75);
  expect(heartbeatsAt).toEqual([0, 10_000, 20_000]);
  expect(stopped).toEqual(["polite"]);
  expect(asked).toEqual([]);
  expect(lines).toEqual(["the execution waits for this task no more; the work was stopped"]);
});

test("a heartbeat that is lost on the way ends nothing", async () => {
  const { host, lines } = imitateAws(
    environment("polite", { ACME_HEARTBEAT_SECONDS: "30" }),
    load,
    (operation, count) => {
      if (operation !== "SendTaskHeartbeat") return undefined;
      if (count === 1) throw new TypeError("fetch failed", { cause: new Error("ECONNRESET") });
      return count === 2
        ? stepFunctionsError("InternalFailure", 500)
        : stepFunctionsError("TaskDoesNotExist");
    },
  );
  expect(await runTask(host)).toBe(75);
  expect(lines).toEqual([
    "a heartbeat was not heard: no answer from states: fetch failed (ECONNRESET)",
    "a heartbeat was not heard: InternalFailure: InternalFailure happened",
    expect.stringContaining("waits for this task no more"),
  ]);
});

test("a task that hands its token on says only that it failed", async () => {
  const handedOn = { ACME_REPORT: "failure", ACME_HEARTBEAT_SECONDS: "1" };
  const well = imitateAws(environment("double", { ...handedOn, ACME_INPUT: '{"n":1}' }), load);
  expect(await runTask(well.host)).toBe(0);
  expect([well.asked, well.heartbeatsAt]).toEqual([[], []]);
  const badly = imitateAws(environment("buy", handedOn), load);
  expect(await runTask(badly.host)).toBe(1);
  expect(badly.asked).toMatchObject([{ operation: "SendTaskFailure", body: { error: "OutOfStock" } }]);
  const odd = imitateAws(environment("double", { ACME_REPORT: "success" }), load);
  expect(await runTask(odd.host)).toBe(64);
});

test("a heartbeat that nobody answers does not keep the container", async () => {
  const { host } = imitateAws(environment("double", { ACME_INPUT: '{"n":1}' }), load);
  const silent: typeof fetch = (input, init) =>
    new Headers(init?.headers).get("x-amz-target")?.endsWith("Heartbeat")
      ? new Promise((_, reject) => init?.signal?.addEventListener("abort", () => reject(init.signal?.reason)))
      : host.fetch(input, init);
  expect(await runTask({ ...host, fetch: silent })).toBe(0);
});

test("SIGTERM stops the work, and the flow hears of it at once", async () => {
  const { host, asked, terminate } = imitateAws(environment("polite"), load);
  onStart = terminate;
  expect(await runTask(host)).toBe(143);
  expect(asked[0]?.body).toMatchObject({
    error: "TaskTerminated",
    cause: expect.stringContaining('task \\"polite\\" was stopped: stopping'),
  });
});

test("work that is done in time after SIGTERM counts", async () => {
  const { host, asked, terminate } = imitateAws(environment("quick"), load);
  onStart = terminate;
  expect(await runTask(host)).toBe(0);
  expect(asked[0]?.body).toMatchObject({ output: '"done all the same"' });
});

test("work that does not stop is given up in time", async () => {
  const { host, asked, clock, terminate } = imitateAws(environment("stubborn"), load);
  onStart = terminate;
  expect(await runTask(host)).toBe(143);
  expect(clock.now()).toBe(25_000);
  expect(asked[0]?.body).toMatchObject({ cause: expect.stringContaining("did not within 25 s") });
});

test("what is thrown where nobody catches it is the task's failure", async () => {
  const { host, asked, crash } = imitateAws(environment("stubborn"), load);
  onStart = () => crash(new OutOfStock("in a timer"));
  expect(await runTask(host)).toBe(1);
  expect(asked[0]?.body).toMatchObject({ error: "OutOfStock" });
});

test("a report is repeated until it is heard", async () => {
  const { host, asked, clock } = imitateAws(
    environment("double", { ACME_INPUT: '{"n":1}' }),
    load,
    (_, count) => (count < 4 ? stepFunctionsError("ThrottlingException") : undefined),
  );
  expect(await runTask(host)).toBe(0);
  expect(asked).toHaveLength(4);
  expect(clock.now()).toBe(250 + 500 + 1000);
});

test.each([
  ["TaskTimedOut", 75, "waits for this task no more"],
  ["AccessDeniedException", 74, "could not be told: AccessDeniedException"],
  ["InternalFailure", 74, "could not be told: InternalFailure"],
])("a result that meets %s ends with %d", async (name, exitCode, line) => {
  const status = name === "InternalFailure" ? 500 : 400;
  const { host, lines } = imitateAws(environment("double", { ACME_INPUT: '{"n":1}' }), load, (operation) =>
    operation === "SendTaskSuccess" ? stepFunctionsError(name, status) : undefined,
  );
  expect(await runTask(host)).toBe(exitCode);
  expect(lines.join()).toContain(line);
});

test("AWS is where the environment says", async () => {
  const at = async (variables: Record<string, string>) => {
    const { host, asked } = imitateAws(
      environment("double", { ACME_INPUT_S3_URI: "s3://b/k", ...variables }),
      load,
    );
    await runTask(host);
    return asked.map(({ url }) => url);
  };
  expect(await at({ AWS_REGION: "cn-north-1" })).toEqual([
    "https://s3.cn-north-1.amazonaws.com.cn/b/k",
    "https://states.cn-north-1.amazonaws.com.cn/",
  ]);
  expect(
    await at({ AWS_ENDPOINT_URL: "http://127.0.0.1:4566/", AWS_ENDPOINT_URL_S3: "http://s3:9000" }),
  ).toEqual(["http://s3:9000/b/k", "http://127.0.0.1:4566/"]);
});
