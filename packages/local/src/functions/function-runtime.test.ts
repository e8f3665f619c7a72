import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { createVirtualClock, type VirtualClock } from "../testing/virtual-clock.ts";
import type { FunctionRuntime } from "./function-runtime.ts";
import { createFunctionRuntime } from "./function-runtime.ts";
import type { FunctionSetting } from "./function-settings.ts";

const arn = "arn:aws:lambda:us-east-1:000000000000:function:work";
let folder: string;
let clock: VirtualClock;
let runtime: FunctionRuntime | undefined;
let printed: string[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "acme-functions-"));
  clock = createVirtualClock();
  printed = [];
});
afterEach(async () => {
  await runtime?.close();
  runtime = undefined;
  rmSync(folder, { recursive: true });
  expect(clock.pending).toBe(0);
});

const write = (name: string, text: string) => writeFileSync(join(folder, name), text);

function open(setting: FunctionSetting, key = "work"): FunctionRuntime {
  runtime = createFunctionRuntime({
    settings: { [key]: setting },
    projectDirectory: folder,
    region: "eu-west-1",
    clock,
    endpoint: () => "http://127.0.0.1:4566",
    hostEnvironment: { PATH: "/bin", AWS_ACCESS_KEY_ID: "mine", SECRET: "mine" },
    onOutput: (name, line) => void printed.push(`${name}: ${line}`),
  });
  return runtime;
}

/** The answer as a value, and whether it is an error. */
async function invoke(functions: FunctionRuntime, event: unknown = {}, requestId = "r-1") {
  const config = functions.find({ name: "work", arn, qualifier: "$LATEST" });
  if (!config) throw new Error("not found");
  const payload = JSON.stringify(event);
  const answer = await functions.invoke(config, {
    requestId,
    arn,
    name: "work",
    version: "$LATEST",
    payload,
  });
  return { isError: answer.isError, value: JSON.parse(answer.payload) as Record<string, unknown> };
}

describe("a function in a module", () => {
  test("is called with the event and Lambda's context", async () => {
    write(
      "work.mjs",
      `export const handler = async (event, context) => ({
        event,
        left: context.getRemainingTimeInMillis() > 0,
        context: { ...context, getRemainingTimeInMillis: undefined },
      });`,
    );
    expect((await invoke(open({ target: "./work.mjs", timeoutSeconds: 3 }), { id: 7 })).value).toMatchObject({
      event: { id: 7 },
      left: true,
      context: {
        awsRequestId: "r-1",
        functionName: "work",
        functionVersion: "$LATEST",
        invokedFunctionArn: arn,
        logGroupName: "/aws/lambda/work",
      },
    });
  });

  test("may be TypeScript, and any export", async () => {
    write("work.ts", "export function double(event: { n: number }): number { return event.n * 2; }");
    expect(await invoke(open("./work.ts#double"), { n: 21 })).toEqual({ isError: false, value: 42 });
  });

  test("may be CommonJS and answer through the callback", async () => {
    write("work.cjs", "exports.handler = (event, context, callback) => { callback(null, [event]); };");
    expect(await invoke(open("./work.cjs"), "x")).toEqual({ isError: false, value: ["x"] });
  });

  test("that gives nothing answers null", async () => {
    write("work.mjs", "export const handler = () => {};");
    expect(await invoke(open("./work.mjs"))).toEqual({ isError: false, value: null });
  });

  test("sees its own environment and the engine, not the user's credentials", async () => {
    write("work.mjs", "export const handler = () => process.env;");
    const functions = open({ target: "./work.mjs", environment: { TABLE: "orders" } });
    const { value } = await invoke(functions);
    expect(value).toMatchObject({
      TABLE: "orders",
      PATH: "/bin",
      AWS_ENDPOINT_URL: "http://127.0.0.1:4566",
      AWS_REGION: "eu-west-1",
      AWS_ACCESS_KEY_ID: "acme-local",
      AWS_LAMBDA_FUNCTION_NAME: "work",
    });
    expect(value).not.toHaveProperty("SECRET");
  });

  test("keeps what its module keeps from call to call", async () => {
    write("work.mjs", "let calls = 0; export const handler = () => ++calls;");
    const functions = open("./work.mjs");
    expect([(await invoke(functions)).value, (await invoke(functions)).value]).toEqual([1, 2]);
  });

  test("runs beside itself when it is called again before it has answered", async () => {
    write(
      "work.mjs",
      `import { threadId } from "node:worker_threads";
       export const handler = async () => { await new Promise((resolve) => setTimeout(resolve, 50)); return threadId; };`,
    );
    const functions = open("./work.mjs");
    const [one, other] = await Promise.all([invoke(functions), invoke(functions)]);
    expect(one.value).not.toEqual(other.value);
  });

  test("is loaded again when it or what it imports has changed", async () => {
    write("part.mjs", 'export const word = "first";');
    write("work.mjs", 'import { word } from "./part.mjs"; export const handler = () => word;');
    const functions = open("./work.mjs");
    expect((await invoke(functions)).value).toBe("first");
    write("part.mjs", 'export const word = "the second";');
    expect((await invoke(functions)).value).toBe("the second");
    write("work.mjs", 'export const handler = () => "on its own";');
    expect((await invoke(functions)).value).toBe("on its own");
  });

  test("prints to whoever started the engine", async () => {
    write("work.mjs", 'export const handler = () => { console.log("one\\ntwo"); console.error("three"); };');
    await invoke(open("./work.mjs"));
    await expect.poll(() => printed.toSorted()).toEqual(["work: one", "work: three", "work: two"]);
  });

  test.each([
    [
      "throws",
      'class Refused extends Error { name = "Refused" } export const handler = () => { throw new Refused("no") };',
      { errorType: "Refused", errorMessage: "no", trace: expect.arrayContaining(["Refused: no"]) },
    ],
    [
      "throws what is no error",
      'export const handler = async () => { throw "no" };',
      { errorType: "string", errorMessage: "no", trace: [] },
    ],
    [
      "throws outside of its call",
      'export const handler = () => new Promise(() => { setImmediate(() => { throw new TypeError("late") }) });',
      { errorType: "TypeError", errorMessage: "late" },
    ],
    [
      "ends its process",
      "export const handler = () => process.exit(3);",
      {
        errorType: "Runtime.ExitError",
        errorMessage: "RequestId: r-1 Error: Runtime exited with error: exit status 3",
      },
    ],
    [
      "answers what is no JSON",
      "export const handler = () => 1n;",
      { errorType: "TypeError", errorMessage: expect.stringContaining("BigInt") },
    ],
    [
      "answers too much",
      'export const handler = () => "a".repeat(6_291_556);',
      {
        errorType: "Function.ResponseSizeTooLarge",
        errorMessage:
          "Response payload size (6291558 bytes) exceeded maximum allowed payload size (6291556 bytes).",
      },
    ],
    [
      "has no such export",
      "export const other = 1;",
      {
        errorType: "Runtime.HandlerNotFound",
        errorMessage: expect.stringContaining("work.mjs.handler is undefined"),
      },
    ],
    [
      "imports what is not there",
      'import "./gone.mjs"; export const handler = 1;',
      { errorType: "Runtime.ImportModuleError", errorMessage: expect.stringContaining("gone.mjs") },
    ],
    [
      "cannot be parsed",
      "export const handler = (;",
      { errorType: "Runtime.UserCodeSyntaxError", errorMessage: expect.stringContaining("Unexpected token") },
    ],
  ])(
    "that %s is reported as Lambda reports it, and the next call finds it again",
    async (_what, text, error) => {
      write("work.mjs", text);
      const functions = open("./work.mjs");
      expect(await invoke(functions)).toEqual({ isError: true, value: expect.objectContaining(error) });
      write("work.mjs", "export const handler = () => 'well';");
      expect(await invoke(functions)).toEqual({ isError: false, value: "well" });
    },
  );

  test("that never ends is ended when its time is over", async () => {
    write("work.mjs", "export const handler = ({ hang }) => { while (hang) {} return 'well'; };");
    const functions = open({ target: "./work.mjs", timeoutSeconds: 3 });
    const answer = invoke(functions, { hang: true });
    await expect.poll(() => clock.pending).toBe(1);
    clock.advanceTo(clock.now() + 3000);
    expect(await answer).toEqual({
      isError: true,
      value: {
        errorType: "Sandbox.Timedout",
        errorMessage: "RequestId: r-1 Error: Task timed out after 3.00 seconds",
      },
    });
    expect((await invoke(functions)).value).toBe("well");
  });
});

describe("a function behind a URL", () => {
  let server: Server;
  let answer: { status: number; body: string; headers?: Record<string, string> };
  let asked: { url: string | undefined; body: string }[];
  let url: string;
  beforeEach(async () => {
    asked = [];
    server = createServer((request, response) => {
      let body = "";
      request.on("data", (chunk: Buffer) => (body += chunk.toString()));
      request.on("end", () => {
        asked.push({ url: request.url, body });
        if (answer.status === 0) return;
        response.writeHead(answer.status, answer.headers).end(answer.body);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    url = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
  });
  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  test("gets the payload and answers with its result", async () => {
    answer = { status: 200, body: '{"total":3}' };
    expect(await invoke(open(`${url}/hook`), { id: 7 })).toEqual({ isError: false, value: { total: 3 } });
    expect(asked).toEqual([{ url: "/hook", body: '{"id":7}' }]);
  });

  test("may answer a text", async () => {
    answer = { status: 200, body: "fine" };
    expect((await invoke(open(url))).value).toBe("fine");
  });

  test("may be Lambda's runtime interface emulator, whose errors are in the answer", async () => {
    answer = { status: 200, body: '{"errorType":"ValueError","errorMessage":"no"}' };
    const emulator = open(`${url}/2015-03-31/functions/function/invocations`);
    expect(await invoke(emulator)).toEqual({
      isError: true,
      value: { errorType: "ValueError", errorMessage: "no" },
    });
  });

  test.each([
    [404, "ResourceNotFoundException"],
    [429, "TooManyRequestsException"],
    [503, "ServiceException"],
    [403, "AWSLambdaException"],
  ])("that answers %d is Lambda's %s", async (status, code) => {
    answer = { status, body: "sorry" };
    await expect(invoke(open(url))).rejects.toMatchObject({ code, statusCode: status });
  });

  test("that cannot be reached is the client's error", async () => {
    const gone = open("http://127.0.0.1:1/");
    await expect(invoke(gone)).rejects.toMatchObject({ code: "SdkClientException" });
  });

  test("that does not answer in time has timed out", async () => {
    answer = { status: 0, body: "" };
    const late = invoke(open({ target: url, timeoutSeconds: 2 }));
    await expect.poll(() => asked.length).toBe(1);
    clock.advanceTo(clock.now() + 2000);
    expect((await late).value).toMatchObject({ errorType: "Sandbox.Timedout" });
  });
});

test.each([
  [{ target: "" }, /"work" has no target/],
  ["#handler", /expected a module's path and #export/],
  ["http://", /which is no URL/],
  [{ target: "./a.mjs", timeoutSeconds: 901 }, /timeoutSeconds 901, expected 1 to 900/],
])("the setting %j is refused with what is wrong", (setting, message) => {
  expect(() => open(setting)).toThrow(
    expect.objectContaining({ code: "ACME_FUNCTIONS", message: expect.stringMatching(message) }),
  );
});

test.each([arn, `${arn}:$LATEST`, "work"])("a function is found by %s", (key) => {
  expect(open("./work.mjs", key).find({ name: "work", arn, qualifier: "$LATEST" })).toMatchObject({ key });
});
