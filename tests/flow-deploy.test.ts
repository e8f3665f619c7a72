import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";

import { deployCluster } from "@acme-engine/cfn";
import { type Engine, startEngine } from "@acme-engine/local";
import { AcmeFlowDeployer, type AwsClients, createAwsClients, type Run } from "@acme-engine/sdk";
import { DescribeStacksCommand } from "@aws-sdk/client-cloudformation";
import { DescribeTasksCommand, ListTasksCommand } from "@aws-sdk/client-ecs";
import { GetExecutionHistoryCommand, StartExecutionCommand, StopExecutionCommand } from "@aws-sdk/client-sfn";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { nightly } from "../examples/nightly/flow.ts";
import { order } from "./testing/pipeline-flow.ts";

// The whole path of a flow on an engine in this process: source → definition file → state machine → tasks as processes → result.

let engine: Engine;
let clients: AwsClients;
let deployer: AcmeFlowDeployer;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "acme-flow-"));
  engine = await startEngine({ runtime: "process", http: { port: 0 } });
  clients = createAwsClients({ requestHandler: engine.requestHandler, region: engine.region });
  deployer = new AcmeFlowDeployer({
    cluster: "batch",
    clients,
    definitionsDirectory: join(folder, "definitions"),
  });
  await deployCluster({ name: "batch", client: clients.cloudFormation });
});

afterAll(async () => {
  clients.close();
  await engine.close();
  rmSync(folder, { recursive: true, force: true });
});

const pathOf = (file: string) => fileURLToPath(new URL(file, import.meta.url));

const deployed = new Set<string>();

/** Deploys a flow of the pipeline once, runs it and waits for its end. */
async function run(flow: string, parameters: Record<string, unknown>) {
  if (!deployed.has(flow))
    await deployer.deployFlow({ name: "test", module: pathOf("./testing/pipeline-flow.ts"), flow });
  deployed.add(flow);
  const started = await deployer.run(`${flow}/test`, { parameters });
  return deployer.wait(started, { signal: AbortSignal.timeout(28_000) });
}

/** States that a run entered: its transitions. */
async function statesOf({ executionArn }: Run): Promise<string[]> {
  const { events = [] } = await clients.stepFunctions.send(
    new GetExecutionHistoryCommand({ executionArn, maxResults: 1000 }),
  );
  return events.flatMap(({ stateEnteredEventDetails }) => stateEnteredEventDetails?.name ?? []);
}

describe("a flow without an image", () => {
  test("is deployed and run, and gives what it gives when it is called", async () => {
    const options = { name: "prod", module: pathOf("../examples/nightly/flow.ts") };
    const first = await deployer.deployFlow(options);
    expect(first).toMatchObject({ fullName: "nightly/prod", change: "created", version: 1 });
    const run = await deployer.wait(
      await deployer.run("nightly/prod", { parameters: { day: "monday", limit: 2 } }),
    );
    expect(run).toMatchObject({ status: "SUCCEEDED" });
    expect(run.output).toEqual(await nightly({ day: "monday", limit: 2 }));
    expect(await deployer.deployFlow(options)).toMatchObject({ change: "unchanged", version: 1 });
  });

  test("deploys itself, from the module that it is written in", async () => {
    const own = { name: "own", cluster: "batch", clients, definitionsDirectory: join(folder, "definitions") };
    const deployed = await nightly.deploy({ ...own, parameters: { limit: 1 } });
    expect(deployed).toMatchObject({ fullName: "nightly/own", change: "created" });
    const run = await deployer.wait(await deployer.run("nightly/own", { parameters: { day: "monday" } }));
    expect(run.output).toEqual(await nightly({ day: "monday", limit: 1 }));
  });
});

describe("what goes into a task", () => {
  test.each<[string, unknown, number]>([
    ["an object", { day: "monday", list: [1, [2], []], none: null, deep: { a: { b: 0.1 } } }, 1],
    ["a text", "monday", 1],
    ["a text that looks like an expression", "{% $states.input %}", 1],
    ["lines", { text: 'a\nb\r\n\tc "quoted" \\ back' }, 1],
    ["numbers", [1, -2.5, 1e21, 1e-7, 123456789012345], 1],
    ["nothing", null, 1],
    ["a list of one", [{ a: 1 }], 1],
    ["characters outside of ASCII", { text: "ü€𝄞".repeat(500) }, 1],
    ["a control character", { text: "\u001b[31m" }, 3],
    ["a number of more digits than text has", { sum: 0.1 + 0.2, third: 1 / 3 }, 3],
    ["20,000 characters", { text: "x".repeat(20_000) }, 3],
    ["20,000 characters of text alone", 'line "one"\n'.repeat(2000), 3],
    ["200,000 characters in a list", Array.from({ length: 2000 }, () => "y".repeat(97)), 3],
  ])("%s arrives as it is", async (_, value, transitions) => {
    const ended = await run("mirror", { value });
    expect(ended).toMatchObject({ status: "SUCCEEDED" });
    expect(ended.output).toEqual(value);
    expect(await statesOf(ended)).toHaveLength(transitions);
  });
});

test("a result and an input of 1 MB go from one task to the next", async () => {
  const ended = await run("carry", { characters: 1_000_000, end: "the end" });
  expect(ended.output).toEqual({ characters: 1_000_007, end: "xthe end" });
  expect(await statesOf(ended)).toEqual(["generate", "measure"]);
});

describe("an error in a task's process", () => {
  test("is caught by its class in the flow", async () => {
    expect((await run("order", { item: "ghost" })).output).toEqual(await order({ item: "ghost" }));
    expect((await run("order", { item: "lamp" })).output).toEqual({ shipped: "lamp", paid: 7, problem: "" });
  });

  test("that nobody catches fails the run, which says where in the flow that was", async () => {
    const path = "tests/testing/pipeline-flow.ts";
    const lines = readFileSync(pathOf("./testing/pipeline-flow.ts"), "utf8").split("\n");
    const line = lines.findIndex((text) => text.includes("await find({ item })"));
    const place = `${path}:${line + 1}:${(lines[line] ?? "").indexOf("find(") + 1}`;
    const { status, failure } = await run("order", { item: "broken" });
    expect(status).toBe("FAILED");
    expect(failure).toMatchObject({
      reason: `TypeError: the shelf is broken, in find (${place}).`,
      error: "TypeError",
      errorMessage: "the shelf is broken",
      state: "find",
      source: place,
      stack: expect.stringMatching(/pipeline-flow\.ts:40:\d+/),
    });
  });
});

const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

/** Process ids that a task has written, as soon as there are that many. */
async function pidsIn(file: string, count: number): Promise<number[]> {
  const deadline = AbortSignal.timeout(25_000);
  for (;;) {
    const lines = existsSync(file) ? readFileSync(file, "utf8").trim().split("\n") : [];
    if (lines.length >= count) return lines.map(Number);
    await setTimeout(20, undefined, { signal: deadline });
  }
}

/** Exit codes of the containers of a task definition family, which have all stopped. */
async function exitCodesOf(family: string) {
  const { taskArns: tasks = [] } = await clients.ecs.send(
    new ListTasksCommand({ cluster: "batch", family, desiredStatus: "STOPPED" }),
  );
  const described = await clients.ecs.send(new DescribeTasksCommand({ cluster: "batch", tasks }));
  return (described.tasks ?? []).map(({ containers }) => containers?.[0]?.exitCode);
}

describe("a container that does not come back", () => {
  test("is noticed within its heartbeat, and the task is tried again", async () => {
    const file = join(folder, "killed");
    await deployer.deployFlow({ name: "test", module: pathOf("./testing/pipeline-flow.ts"), flow: "killed" });
    const started = await deployer.run("killed/test", { parameters: { file } });
    const [pid = 0] = await pidsIn(file, 1);
    process.kill(pid, "SIGKILL");
    const pids = await pidsIn(file, 2);
    // Two seconds of heartbeat, one until the retry, and the start of the process.
    expect(pids).toHaveLength(2);
    expect(await deployer.wait(started)).toMatchObject({ status: "SUCCEEDED", output: "second attempt" });
  });

  test("stops by itself when its execution was stopped", async () => {
    const file = join(folder, "waits");
    await deployer.deployFlow({ name: "test", module: pathOf("./testing/pipeline-flow.ts"), flow: "waits" });
    const started = await deployer.run("waits/test", { parameters: { file } });
    const [pid = 0] = await pidsIn(file, 1);
    // Not through the deployer, which would stop the task too: only the execution.
    await clients.stepFunctions.send(new StopExecutionCommand({ executionArn: started.executionArn }));
    const stoppedAt = Date.now();
    while (isAlive(pid)) await setTimeout(20);
    expect(Date.now() - stoppedAt).toBeLessThan(10_000);
    // The runner's own exit code: a refused heartbeat said that nobody waits any more.
    expect(await exitCodesOf("batch-waits-test")).toEqual([75]);
    expect(await deployer.getRun(started)).toMatchObject({ status: "ABORTED" });
  });
});

describe("a flow that calls another one", () => {
  test("deploys that first, by the same name, and waits for its executions", async () => {
    const ended = await run("outer", { items: ["lamp", "chair"] });
    expect(ended).toMatchObject({ status: "SUCCEEDED", output: [7, 7] });
    const names = (await deployer.listDeployments()).map(({ fullName }) => fullName);
    expect(names).toContain("inner-part/test");
  });

  test("of another module does the same", async () => {
    await deployer.deployFlow({ name: "other", module: pathOf("./testing/calling-flow.ts") });
    const ended = await deployer.wait(await deployer.run("caller/other", { parameters: { item: "lamp" } }));
    expect(ended).toMatchObject({ status: "SUCCEEDED", output: { item: "lamp", price: 7 } });
    const names = (await deployer.listDeployments()).map(({ fullName }) => fullName);
    expect(names).toContain("inner-part/other");
  });
});

test("an EXPRESS flow is refused: nothing could wait for its containers", async () => {
  const module = pathOf("./testing/pipeline-flow.ts");
  await expect(deployer.deployFlow({ name: "test", module, flow: "quick" })).rejects.toMatchObject({
    code: "ACME_FLOW_EXPRESS",
  });
});

describe("a flow that runs as a whole in one container", () => {
  test("may have any code", async () => {
    const ended = await run("whole", { items: ["lamp", "chair"] });
    expect(ended).toMatchObject({ status: "SUCCEEDED", output: { exitCode: 0 } });
    const lines = [];
    for await (const { message } of deployer.logs(ended)) lines.push(message);
    expect(lines).toContain('prices [["lamp",7],["chair",7]]');
  });
});

describe("versions of a flow", () => {
  /** A project of its own, for a module that changes. */
  const write = (result: string, image = "") => {
    const project = join(folder, "project");
    mkdirSync(project, { recursive: true });
    if (!existsSync(join(project, "node_modules")))
      symlinkSync(pathOf("../node_modules"), join(project, "node_modules"));
    const module = join(project, "flow.ts");
    writeFileSync(
      module,
      `import { flow, task } from "acme-engine";
const say = task({ name: "say" }, async (): Promise<string> => ${JSON.stringify(result)});
const other = task({ name: "other"${image} }, async ({ said }: { said: string }): Promise<string> => said + "!");
export const changing = flow({ name: "changing" }, async () => await other({ said: await say() }));`,
    );
    return module;
  };
  const runNow = async () => (await deployer.wait(await deployer.run("changing/test"))).output;
  const stacks = async () => {
    const { Stacks = [] } = await clients.cloudFormation.send(new DescribeStacksCommand({}));
    return Stacks.flatMap(({ StackName = "" }) =>
      StackName.startsWith("acme-batch-changing") ? [StackName] : [],
    );
  };

  test("an older one runs the code that it was deployed with", async () => {
    await deployer.deployFlow({ name: "test", module: write("one") });
    expect(await runNow()).toBe("one!");
    expect(await deployer.deployFlow({ name: "test", module: write("two") })).toMatchObject({ version: 2 });
    expect(await runNow()).toBe("two!");
    await deployer.rollback("changing/test");
    expect(await runNow()).toBe("one!");
  });

  test("tasks of another image have a task definition of their own, and all are deleted with the deployment", async () => {
    const module = write("three", ', image: "node:22-slim", env: { STAGE: "test" }, cpu: 512, memory: 1024');
    await deployer.deployFlow({ name: "test", module });
    expect(await runNow()).toBe("three!");
    expect((await stacks()).toSorted()).toEqual([
      "acme-batch-changing-test",
      "acme-batch-changing-test--other",
    ]);
    await deployer.deleteDeployment("changing/test");
    expect(await stacks()).toEqual([]);
  });

  test("what does not compile is told with its place, and nothing is deployed", async () => {
    const module = write("four").replace("flow.ts", "broken.ts");
    writeFileSync(
      module,
      `import { flow } from "acme-engine";\nexport const broken = flow({ name: "broken" }, async () => { this; });`,
    );
    await expect(deployer.deployFlow({ name: "test", module })).rejects.toMatchObject({
      code: "ACME_FLOW_REFUSED",
      message: expect.stringMatching(/error ACME\d+: .*\n +--> broken\.ts:2:/),
    });
    const names = (await deployer.listDeployments()).map(({ fullName }) => fullName);
    expect(names).not.toContain("broken/test");
  });
});

describe("parameters of a flow", () => {
  const options = { name: "defaults", module: pathOf("../examples/nightly/flow.ts") };

  test("are held against their types before a run is started", async () => {
    await deployer.deployFlow(options);
    await expect(
      deployer.run("nightly/defaults", { parameters: { limit: "2", dya: "monday" } }),
    ).rejects.toMatchObject({
      code: "ACME_BAD_INPUT",
      problems: [
        { path: "parameters.limit", message: 'is "2"; expected a number' },
        { path: "parameters.dya", message: expect.stringContaining("is unknown") },
      ],
    });
    await expect(deployer.run("nightly/defaults")).rejects.toMatchObject({
      message: "run(): parameters.limit is missing.",
    });
  });

  test("have a deployment's defaults, also for who starts an execution without us", async () => {
    await deployer.deployFlow({ ...options, parameters: { limit: 1 } });
    const ours = await deployer.wait(
      await deployer.run("nightly/defaults", { parameters: { day: "friday" } }),
    );
    expect(ours.output).toEqual(await nightly({ day: "friday", limit: 1 }));
    const { executionArn = "" } = await clients.stepFunctions.send(
      new StartExecutionCommand({
        stateMachineArn: "arn:aws:states:us-east-1:000000000000:stateMachine:batch-nightly-defaults:live",
        input: "{}",
      }),
    );
    expect((await deployer.wait(executionArn)).output).toEqual(await nightly({ limit: 1 }));
    await expect(deployer.deployFlow({ ...options, parameters: { limit: "1" } })).rejects.toMatchObject({
      message: 'deployFlow(): parameters.limit is "1"; expected a number.',
    });
  });
});
