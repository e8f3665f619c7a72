import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { deployCluster } from "@acme-engine/cfn";
import { type Engine, startEngine } from "@acme-engine/local";
import {
  AcmeFlowDeployer,
  type AwsClients,
  createAwsClients,
  type Run,
  type RunEvent,
} from "@acme-engine/sdk";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

// The whole path of a job on an engine in this process; its tasks are processes. What runs here is what runs against AWS.

let engine: Engine;
let clients: AwsClients;
let deployer: AcmeFlowDeployer;
let folder: string;
const calls: string[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "acme-sdk-"));
  engine = await startEngine({ runtime: "process", http: { port: 0 } });
  clients = createAwsClients({ requestHandler: engine.requestHandler, region: engine.region });
  recordCalls(clients);
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

function recordCalls({ cloudFormation, ecs, logs, stepFunctions, sts }: AwsClients): void {
  for (const { middlewareStack } of [cloudFormation, ecs, logs, stepFunctions, sts]) {
    // The stacks differ in their input types only, which recording does not look at.
    (middlewareStack as typeof sts.middlewareStack).add(
      (next, context) => (args) => {
        calls.push(String(context.commandName));
        return next(args);
      },
      { step: "initialize", name: "record" },
    );
  }
}

/** A job that is a few lines of JavaScript. */
const script = (code: string) => ({ image: "node:24-slim", command: [process.execPath, "-e", code] });

/** Code that waits until the file is there, then goes on with `then`. */
const waitFor = (file: string, then: string) =>
  `const wait = setInterval(() => { if (require("fs").existsSync(${JSON.stringify(file)})) { clearInterval(wait); ${then} } }, 20)`;

async function follow(run: Run, onEvent: (event: RunEvent) => void = () => {}) {
  const lines: string[] = [];
  const kinds: string[] = [];
  for await (const event of deployer.follow(run, { signal: AbortSignal.timeout(25_000) })) {
    onEvent(event);
    kinds.push(event.kind);
    // The engine itself says in the log that the job is a process.
    if (event.kind === "log" && !event.line.message.startsWith("acme:")) lines.push(event.line.message);
    if (event.kind === "runEnded") return { lines, kinds, run: event.run };
  }
  throw new Error("the events ended before the run did");
}

describe("deploying", () => {
  test("makes a job runnable; the same again changes nothing and takes few calls", async () => {
    const job = {
      name: "hello",
      flowName: "greetings",
      ...script(`console.log("hello")`),
      tags: ["nightly"],
      jobVariables: { cpu: 256, memory: 512, "env.STAGE": "test" },
    };
    const first = await deployer.deploy(job);
    expect(first).toMatchObject({
      name: "hello",
      fullName: "greetings/hello",
      change: "created",
      version: 1,
      image: "node:24-slim",
      taskDefinitionArn: expect.stringMatching(/:task-definition\/batch-greetings-hello:1$/),
      aliasArn: expect.stringMatching(/:stateMachine:batch-greetings-hello:live$/),
    });
    expect(JSON.parse(readFileSync(first.definitionFile, "utf8"))).toMatchObject({
      name: "batch-greetings-hello",
      deployment: { name: "hello", flow: "greetings" },
    });

    calls.length = 0;
    await deployCluster({ name: "batch", client: clients.cloudFormation });
    const second = await deployer.deploy(job);
    expect(second).toMatchObject({ change: "unchanged", version: 1, differences: [] });
    expect(calls.length).toBeLessThanOrEqual(12);
    expect(calls.filter((call) => /^(Create|Update|Delete|Publish|Execute|Tag)/.test(call))).toEqual([]);
  });

  test("something new is a new version, and says what differs", async () => {
    await deployer.deploy({ name: "changing", ...script("") });
    const changed = await deployer.deploy({ name: "changing", ...script(""), timeoutSeconds: 60 });
    expect(changed).toMatchObject({ change: "updated", version: 2, previousVersion: 1 });
    expect(changed.differences).toContainEqual(expect.stringContaining("TimeoutSeconds: nothing → 60"));
  });

  test("a definition file that was compiled before deploys to the same", async () => {
    const job = { name: "compiled", ...script(`console.log("from a file")`) };
    const { path, file } = await deployer.compile(job, { path: join(folder, "compiled.json") });
    expect(JSON.stringify(file.definition)).toContain("${TaskDefinitionArn}");
    const deployed = await deployer.deployFile(path);
    expect(deployed).toMatchObject({ fullName: "compiled", change: "created", version: 1 });
    expect(await deployer.deployFile(path)).toMatchObject({ change: "unchanged" });
    expect(await deployer.deploy(job)).toMatchObject({ change: "unchanged", version: 1 });
  });

  test("a registered task definition runs as it is, with the command that the deployment gives", async () => {
    const { taskDefinitionArn } = await deployer.deploy({ name: "base", ...script("") });
    const deployed = await deployer.deploy({
      name: "borrowed",
      command: [process.execPath, "-e", `console.log("borrowed", process.env.STAGE)`],
      jobVariables: { task_definition_arn: taskDefinitionArn, env: { STAGE: "test" } },
    });
    expect(deployed.taskDefinitionArn).toBe(taskDefinitionArn);
    expect(deployed).not.toHaveProperty("image");
    const { lines } = await follow(await deployer.run("borrowed"));
    expect(lines).toEqual(["borrowed test"]);
  });

  test("over HTTP it is the same", async () => {
    const job = { name: "wired", ...script(`console.log("wired")`) };
    await deployer.deploy(job);
    const remote = new AcmeFlowDeployer({
      cluster: "batch",
      endpoint: engine.url,
      definitionsDirectory: folder,
    });
    expect(await remote.deploy(job)).toMatchObject({ change: "unchanged", version: 1 });
    const lines: string[] = [];
    for await (const { message } of remote.logs(await remote.run("wired"), { follow: true }))
      lines.push(message);
    expect(lines).toContain("wired");
    remote.clients.close();
  });

  test("two deployments whose names come to the same at AWS don't replace each other", async () => {
    await deployer.deploy({ name: "b", flowName: "a", ...script("") });
    await expect(deployer.deploy({ name: "a-b", ...script("") })).rejects.toMatchObject({
      code: "ACME_NAME_TAKEN",
      message: `"a-b" would be named "batch-a-b" at AWS, and so is the deployment "a/b".`,
    });
  });

  test("a deployment that was cut off goes on when it is repeated", async () => {
    const job = { name: "cut-off", ...script("") };
    for (const phase of ["stack", "stateMachine"]) {
      const controller = new AbortController();
      const impatient = new AcmeFlowDeployer({
        cluster: "batch",
        clients,
        definitionsDirectory: folder,
        onEvent: ({ kind }) => kind === phase && controller.abort(),
      });
      await expect(impatient.deploy(job, { signal: controller.signal })).rejects.toBeInstanceOf(Error);
    }
    await deployer.deploy(job);
    expect(await deployer.deploy(job)).toMatchObject({ change: "unchanged", version: 1 });
    expect(await deployer.wait(await deployer.run("cut-off"))).toMatchObject({ status: "SUCCEEDED" });
  });

  test("a cluster that is not there is named, with those that are", async () => {
    const lost = new AcmeFlowDeployer({ cluster: "bach", clients, definitionsDirectory: folder });
    await expect(lost.deploy({ name: "hello", ...script("") })).rejects.toMatchObject({
      code: "ACME_CLUSTER_NOT_FOUND",
      hint: expect.stringContaining("batch"),
    });
  });

  test("nothing is made for a job that cannot run", async () => {
    const job = { name: "oversized", ...script(""), cpu: 256, memory: 100_000 };
    await expect(deployer.deploy(job)).rejects.toMatchObject({ code: "ACME_FARGATE_SIZE" });
    expect(await deployer.listDeployments()).not.toContainEqual(
      expect.objectContaining({ fullName: "oversized" }),
    );
  });
});

describe("running", () => {
  test("tells what happens in order, with each log line once", async () => {
    const count = `for (let i = 0; i < 500; i++) console.log("line " + i); console.log("done " + process.env.ACME_PARAMETERS)`;
    await deployer.deploy({ name: "lines", ...script(count), parameters: { day: "today", n: 1 } });
    const started = await deployer.run("lines", { parameters: { n: 2 } });
    const { lines, kinds, run } = await follow(started);
    expect(lines).toHaveLength(501);
    expect(lines.slice(0, 500)).toEqual(Array.from({ length: 500 }, (_, i) => `line ${i}`));
    expect(JSON.parse(lines[500]?.slice("done ".length) ?? "")).toEqual({ day: "today", n: 2 });
    expect(kinds.filter((kind) => kind !== "log" && !kind.startsWith("state"))).toEqual([
      "runStarted",
      "taskSubmitted",
      "taskStarted",
      "taskStopped",
      "runEnded",
    ]);
    expect(run).toMatchObject({
      status: "SUCCEEDED",
      version: 1,
      parameters: { n: 2 },
      output: { exitCode: 0 },
    });
    const again: string[] = [];
    for await (const { message } of deployer.logs(run.name)) again.push(message);
    expect(again.filter((line) => !line.startsWith("acme:"))).toEqual(lines);
  });

  test("a run that fails says why in one sentence", async () => {
    await deployer.deploy({
      name: "failing",
      ...script(`console.log("reading"); console.log("no rows in 2026-01-31"); process.exitCode = 3`),
    });
    const run = await deployer.wait(await deployer.run("failing"));
    expect(run).toMatchObject({
      status: "FAILED",
      failure: {
        reason: 'The command exited with code 3; its last line was "no rows in 2026-01-31".',
        exitCode: 3,
        stopCode: "EssentialContainerExited",
        lastLogLines: expect.arrayContaining(["reading", "no rows in 2026-01-31"]),
      },
    });
  });

  test("a run that is stopped stops its task", async () => {
    await deployer.deploy({
      name: "endless",
      ...script(`console.log("working"); setInterval(() => {}, 1000)`),
    });
    const started = await deployer.run("endless");
    const stopping: Promise<Run>[] = [];
    const { kinds, run } = await follow(started, (event) => {
      if (event.kind === "log" && event.line.message === "working")
        stopping.push(deployer.stop(started, { reason: "enough" }));
    });
    const [stopped] = await Promise.all(stopping);
    expect(stopped).toMatchObject({
      status: "ABORTED",
      failure: { reason: "The run was stopped: enough (Acme.Stopped)." },
    });
    expect(run.status).toBe("ABORTED");
    expect(kinds.slice(-2)).toEqual(["taskStopped", "runEnded"]);
  });

  test("a run that has ended stays as it ended, also when it is stopped", async () => {
    await deployer.deploy({ name: "over", ...script("") });
    const ended = await deployer.wait(await deployer.run("over"));
    expect(await deployer.stop(ended, { reason: "too late" })).toEqual(ended);
  });

  test("a run finishes on the revision it began with, while a new one is deployed", async () => {
    const gate = join(folder, "gate");
    await deployer.deploy({ name: "rolling", ...script(waitFor(gate, `console.log("old")`)) });
    const old = await deployer.run("rolling");
    let followed: ReturnType<typeof follow> | undefined;
    await new Promise<void>((resolve, reject) => {
      followed = follow(old, ({ kind }) => kind === "taskStarted" && resolve());
      followed.catch(reject);
    });
    const updated = await deployer.deploy({ name: "rolling", ...script(`console.log("new")`) });
    expect(updated).toMatchObject({
      change: "updated",
      version: 2,
      taskDefinitionArn: expect.stringMatching(/batch-rolling:2$/),
    });
    const latest = await follow(await deployer.run("rolling"));
    expect(latest).toMatchObject({ lines: ["new"], run: { version: 2, status: "SUCCEEDED" } });
    writeFileSync(gate, "");
    expect(await followed).toMatchObject({ lines: ["old"], run: { version: 1, status: "SUCCEEDED" } });
  });

  test("live goes back to an older version, and forward again by deploying", async () => {
    const first = { name: "twice", ...script(`console.log("first")`) };
    await deployer.deploy(first);
    await deployer.deploy({ name: "twice", ...script(`console.log("second")`) });
    expect(await deployer.rollback("twice")).toMatchObject({
      fullName: "twice",
      version: 1,
      previousVersion: 2,
    });
    expect((await follow(await deployer.run("twice"))).lines).toEqual(["first"]);
    await expect(deployer.rollback("twice", { toVersion: 9 })).rejects.toMatchObject({
      code: "ACME_NO_SUCH_VERSION",
    });
  });

  test("parameters that no override can hold reach the job through the bucket", async () => {
    await deployer.deploy({
      name: "large",
      ...script(`console.log(process.env.ACME_PARAMETERS === undefined, process.env.ACME_PARAMETERS_S3_URI)`),
    });
    const { lines } = await follow(await deployer.run("large", { parameters: { text: "x".repeat(20_000) } }));
    expect(lines[0]).toMatch(/^true s3:\/\/.+\/parameters\/batch-large\/.+\.json$/);
  });

  test("the same idempotency key gives the same run, also after its end", async () => {
    await deployer.deploy({ name: "once", ...script("") });
    const first = await deployer.wait(await deployer.run("once", { idempotencyKey: "2026-01-31" }));
    const again = await deployer.run("once", { idempotencyKey: "2026-01-31" });
    expect(again).toMatchObject({ executionArn: first.executionArn, status: "SUCCEEDED" });
    await expect(deployer.run("once", { runName: "2026-01-31" })).rejects.toMatchObject({
      code: "ACME_RUN_EXISTS",
    });
  });
});

describe("finding deployments and runs", () => {
  test("lists them, newest runs first", async () => {
    await deployer.deploy({
      name: "listed",
      flowName: "reports",
      ...script(""),
      tags: ["nightly"],
      description: "For the board",
    });
    for (const runName of ["one", "two", "three"])
      await deployer.wait(await deployer.run("reports/listed", { runName }));
    expect(await deployer.listDeployments()).toContainEqual(
      expect.objectContaining({
        fullName: "reports/listed",
        version: 1,
        labels: ["nightly"],
        description: "For the board",
      }),
    );
    const runs = await deployer.listRuns({ deployment: "listed", limit: 2, status: "SUCCEEDED" });
    expect(runs.map(({ name, deployment }) => [name, deployment])).toEqual([
      ["three", "reports/listed"],
      ["two", "reports/listed"],
    ]);
    for (const reference of ["reports/listed/two", "listed/two", "two", runs[1]?.executionArn ?? ""])
      expect((await deployer.getRun(reference)).executionArn).toBe(runs[1]?.executionArn);
  });

  test("an unknown deployment is answered with the nearest and with all that there are", async () => {
    await deployer.deploy({ name: "known", ...script("") });
    await expect(deployer.run("knwon")).rejects.toMatchObject({
      code: "ACME_DEPLOYMENT_NOT_FOUND",
      message: `Cluster "batch" has no deployment "knwon".`,
      hint: expect.stringMatching(/^Did you mean known\? Deployments: .*known/),
    });
  });

  test("an unknown run is answered with the nearest", async () => {
    await deployer.deploy({ name: "searched", ...script("") });
    await deployer.wait(await deployer.run("searched", { runName: "january" }));
    await expect(deployer.getRun("janury")).rejects.toMatchObject({
      code: "ACME_RUN_NOT_FOUND",
      hint: "Did you mean january?",
    });
  });

  test("a deployment that was deleted is gone, with its task stack", async () => {
    await deployer.deploy({ name: "doomed", ...script("") });
    await deployer.deleteDeployment("doomed");
    await expect(deployer.run("doomed")).rejects.toMatchObject({ code: "ACME_DEPLOYMENT_NOT_FOUND" });
    expect(await deployer.deploy({ name: "doomed", ...script("") })).toMatchObject({ change: "created" });
  });
});

test("the example script deploys, runs and follows its job", async () => {
  const example = fileURLToPath(new URL("../examples/deploy-with-sdk.ts", import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, ["--conditions=source", example], {
    cwd: folder,
    env: { PATH: process.env["PATH"], AWS_ENDPOINT_URL: engine.url, ACME_CLUSTER: "batch" },
    timeout: 25_000,
  });
  expect(stdout).toContain("count: created, version 1 is live");
  for (const line of ["counting: 1", "counting: 2", "counting: 3", 'got {"until":3,"why":"an example"}'])
    expect(stdout).toContain(`  | ${line}\n`);
  expect(stdout).toMatch(/run \S+: SUCCEEDED\n$/);
});
