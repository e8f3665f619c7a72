import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setImmediate as nextTurn } from "node:timers/promises";

import { type RunTaskRequest, type RunTaskResponse, StopTaskCommand, type Task } from "@aws-sdk/client-ecs";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import type { RuntimeMode } from "../../containers/choose-runtime.ts";
import { containerLabels } from "../../containers/create-body.ts";
import { findTestEngine, testImage } from "../../containers/testing/test-engine.ts";
import { createEcsWorld } from "./testing/ecs-world.ts";

const engine = await findTestEngine();
if (typeof engine === "string") console.warn(`skipped: containers that outlive their engine: ${engine}`);

let folder: string;
let children: ChildProcess[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "acme-ecs-"));
  children = [];
});
afterEach(() => {
  for (const child of children) child.kill("SIGKILL");
  rmSync(folder, { recursive: true });
});

interface Said {
  taskArn?: string;
  lines?: number;
  stopped?: boolean;
}

/** Starts an engine in a process of its own and kills it without a warning once it has said that. */
async function engineKilledAt(
  runtime: RuntimeMode,
  script: string,
  isMoment: (said: Said) => boolean,
): Promise<Task> {
  const child = spawn(
    process.execPath,
    [
      "--conditions=source",
      join(import.meta.dirname, "testing/engine-child.ts"),
      join(folder, "store.db"),
      runtime,
      script,
    ],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  children.push(child);
  const ended = new Promise((resolve) => child.once("close", resolve));
  let taskArn: string | undefined;
  for await (const line of createInterface({ input: child.stdout })) {
    const said = JSON.parse(line) as Said;
    taskArn ??= said.taskArn;
    if (isMoment(said)) break;
  }
  child.kill("SIGKILL");
  await ended;
  if (taskArn === undefined) throw new Error("the engine ended without a task");
  return { taskArn };
}

function containerNameOf(task: Task): string {
  return `acme-${task.taskArn?.split("/").at(-1)}-main`;
}

async function askEngine(method: "POST" | "DELETE", path: string): Promise<void> {
  if (typeof engine !== "string") await engine.connection.call({ method, path });
}

const linesReach = (count: number) => (said: Said) => (said.lines ?? 0) >= count;

describe.skipIf(typeof engine === "string")("a task in a container outlives its engine", () => {
  test("its output is stored once and whole, and its exit code is known, however often engines are killed", async () => {
    const count = 150;
    const script = `i=0; while [ $i -lt ${count} ]; do i=$((i+1)); echo $i; [ $((i % 7)) = 0 ] && echo $i >&2; sleep 0.01; done; exit 5`;
    let task: Task = {};
    for (const moment of [1, 30, 60, 61, 90]) {
      task = await engineKilledAt("container", script, linesReach(moment));
    }
    const world = await createEcsWorld({ storePath: join(folder, "store.db"), runtime: "container" });
    const stopped = await world.reaches(task, "STOPPED");
    expect(stopped).toMatchObject({
      stopCode: "EssentialContainerExited",
      containers: [{ exitCode: 5 }],
    });
    const numbers = Array.from({ length: count }, (_, index) => index + 1);
    const lines = await world.linesOf(task);
    expect(lines.map(Number).sort((a, b) => a - b)).toEqual(
      [...numbers, ...numbers.filter((number) => number % 7 === 0)].sort((a, b) => a - b),
    );
    await world.close();
  });

  test("one that ended while no engine ran is reported with its output and exit code", async () => {
    const task = await engineKilledAt("container", "echo first; sleep 0.3; echo last; exit 6", linesReach(1));
    await askEngine("POST", `/containers/${containerNameOf(task)}/wait`);
    const world = await createEcsWorld({ storePath: join(folder, "store.db"), runtime: "container" });
    expect(await world.reaches(task, "STOPPED")).toMatchObject({ containers: [{ exitCode: 6 }] });
    expect(await world.linesOf(task)).toEqual(["first", "last"]);
    await world.close();
  });

  test("an engine that closes leaves it running, and the next one takes it up", async () => {
    const storePath = join(folder, "store.db");
    const options = { storePath, runtime: "container", onClose: "leaveContainers" } as const;
    const first = await createEcsWorld(options);
    const task = await first.run(
      await first.register({
        entryPoint: ["sh", "-c"],
        command: ["trap 'echo after; exit 8' TERM; echo before; while :; do sleep 0.01; done"],
        linuxParameters: { initProcessEnabled: true },
      }),
    );
    await first.reaches(task, "RUNNING");
    while ((await first.linesOf(task)).length === 0) await nextTurn();
    await first.close();
    expect(first.changes.at(-1)?.lastStatus).toBe("RUNNING");

    const second = await createEcsWorld(options);
    await second.ecs.send(new StopTaskCommand({ cluster: "batch", task: task.taskArn }));
    expect(await second.reaches(task, "STOPPED")).toMatchObject({ containers: [{ exitCode: 8 }] });
    expect(await second.linesOf(task)).toEqual(["before", "after"]);
    await second.close();
  });

  test("the container of a task that has stopped is removed by the next engine", async () => {
    if (typeof engine === "string") return;
    const storePath = join(folder, "store.db");
    const first = await createEcsWorld({ storePath, runtime: "container" });
    await first.reaches(await first.run(await first.register({})), "STOPPED");
    // As if the engine had been killed just before it removed the container.
    const { id: storeId } = first.context.store.prepare("SELECT id FROM ecs_engine").get() ?? {};
    const { Id } = (await engine.connection.call({
      method: "POST",
      path: "/containers/create",
      body: {
        Image: testImage,
        Labels: { [containerLabels.store]: storeId, [containerLabels.task]: "stopped" },
      },
    })) as { Id: string };
    await first.close();
    await (await createEcsWorld({ storePath, runtime: "container" })).close();
    await expect(
      engine.connection.call({ method: "GET", path: `/containers/${Id}/json` }),
    ).rejects.toMatchObject({ statusCode: 404 });
  });

  test("one whose container was removed meanwhile is reported as lost", async () => {
    const task = await engineKilledAt("container", "echo on; sleep 1000", linesReach(1));
    await askEngine("DELETE", `/containers/${containerNameOf(task)}?force=1`);
    const world = await createEcsWorld({ storePath: join(folder, "store.db"), runtime: "container" });
    expect(await world.reaches(task, "STOPPED")).toMatchObject({ stopCode: "TerminationNotice" });
    await world.close();
  });
});

test("a process that outlived its engine is ended and reported as lost", async () => {
  const task = await engineKilledAt("process", "echo on; trap '' PIPE; sleep 1000", linesReach(1));
  const world = await createEcsWorld({ storePath: join(folder, "store.db") });
  const stopped = await world.reaches(task, "STOPPED");
  expect(stopped).toMatchObject({
    stopCode: "TerminationNotice",
    stoppedReason: expect.stringMatching(/^Host EC2 \(instance i-[0-9a-f]{17}\) terminated\.$/),
    containers: [{ lastStatus: "STOPPED", reason: expect.stringContaining("not known") }],
  });
  expect(stopped.containers?.[0]).not.toHaveProperty("exitCode");
  const pid = stopped.containers?.[0]?.runtimeId?.split("-").at(-1);
  const { stdout } = spawnSync("ps", ["-o", "stat=", "-p", String(pid)], { encoding: "utf8" });
  expect(stdout.trim()).toMatch(/^(Z.*)?$/);
  await world.close();
});

test("a task that was accepted but not begun runs on the next engine", async () => {
  const storePath = join(folder, "store.db");
  const first = await createEcsWorld({ storePath, onClose: "leaveContainers" });
  const taskDefinition = await first.register({ entryPoint: ["sh", "-c"], command: ["echo ran"] });
  // Called without the wire, so that the engine closes before the task's first step.
  const { tasks } = await first.context.call<RunTaskRequest, RunTaskResponse>("ecs", "RunTask", {
    cluster: "batch",
    taskDefinition,
    launchType: "FARGATE",
    networkConfiguration: { awsvpcConfiguration: { subnets: ["subnet-1"] } },
  });
  await first.close();
  expect(first.changes.map(({ lastStatus }) => lastStatus)).toEqual(["PROVISIONING"]);

  const second = await createEcsWorld({ storePath });
  const task = tasks?.[0] ?? {};
  expect(await second.reaches(task, "STOPPED")).toMatchObject({ containers: [{ exitCode: 0 }] });
  expect(await second.linesOf(task)).toEqual(["ran"]);
  await second.close();
});
