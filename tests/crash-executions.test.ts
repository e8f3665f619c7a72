/**
 * Hundreds of executions of mixed shape on an engine that is killed with SIGKILL again and again, at moments that a seed chooses.
 * ACME_CRASH_SEED repeats a run as far as a machine can; ACME_CRASH_KILLS makes it longer.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

import { CreateClusterCommand, ECSClient, RegisterTaskDefinitionCommand } from "@aws-sdk/client-ecs";
import {
  CreateActivityCommand,
  CreateStateMachineCommand,
  type ExecutionListItem,
  GetActivityTaskCommand,
  GetExecutionHistoryCommand,
  type HistoryEvent,
  ListExecutionsCommand,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
} from "@aws-sdk/client-sfn";
import { afterEach, beforeEach, expect, test } from "vitest";

import { Random } from "../scripts/fuzz/random.ts";
import {
  activityArn,
  input,
  mockConfig,
  shapes,
  stateMachineArn,
  undisturbed,
} from "./testing/crash-shapes.ts";

const seed = Number(process.env["ACME_CRASH_SEED"] ?? Date.now() % 1_000_000);
const kills = Number(process.env["ACME_CRASH_KILLS"] ?? 10);
const script = fileURLToPath(new URL("testing/engine-process.ts", import.meta.url));
const clients = 8;

interface EngineProcess {
  child: ChildProcess;
  sfn: SFNClient;
  ecs: ECSClient;
}

let folder: string;
/** The engine that answers now, or will when it has started. */
let engine: Promise<EngineProcess>;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "acme-crash-executions-"));
  writeFileSync(join(folder, "mocks.json"), JSON.stringify(mockConfig));
});
afterEach(async () => {
  await kill();
  rmSync(folder, { recursive: true, maxRetries: 5 });
});

async function startProcess(): Promise<EngineProcess> {
  const child = spawn(process.execPath, ["--conditions=source", script, folder], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [endpoint] = (await once(createInterface(child.stdout), "line")) as [string];
  const connection = {
    endpoint,
    region: "us-east-1",
    credentials: { accessKeyId: "a", secretAccessKey: "b" },
    maxAttempts: 1,
  };
  return { child, sfn: new SFNClient(connection), ecs: new ECSClient(connection) };
}

async function kill(): Promise<void> {
  const { child, sfn, ecs } = await engine;
  const exited = once(child, "exit");
  child.kill("SIGKILL");
  await exited;
  sfn.destroy();
  ecs.destroy();
}

/** Asks whichever engine runs until one answers; what an engine answers is final, a broken connection is not. */
async function ask<Result>(send: (engine: EngineProcess) => Promise<Result>): Promise<Result> {
  for (;;) {
    const asked = await engine;
    try {
      return await send(asked);
    } catch (error) {
      const { $response } = error as { $response?: { statusCode?: number } };
      if ($response?.statusCode !== undefined) throw error;
      // Not before the next one: the connection broke because this one is dead.
      await pause(5);
    }
  }
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function setUp(): Promise<void> {
  await ask(({ sfn }) => sfn.send(new CreateActivityCommand({ name: "ask" })));
  for (const { name, definition } of shapes) {
    const roleArn = "arn:aws:iam::000000000000:role/crash";
    await ask(({ sfn }) =>
      sfn.send(new CreateStateMachineCommand({ name, roleArn, definition: JSON.stringify(definition) })),
    );
  }
  await ask(({ ecs }) => ecs.send(new CreateClusterCommand({ clusterName: "crash" })));
  await ask(({ ecs }) =>
    ecs.send(
      new RegisterTaskDefinitionCommand({
        family: "crash",
        requiresCompatibilities: ["FARGATE"],
        networkMode: "awsvpc",
        cpu: "256",
        memory: "512",
        containerDefinitions: [{ name: "main", image: "crash:1", command: ["true"] }],
      }),
    ),
  );
}

interface Wanted {
  shape: string;
  name: string;
  stateMachineArn: string;
}

/** Starts them all, a few at a time; `acknowledged` has those whose start an engine has confirmed. */
async function startAll(wanted: Wanted[], acknowledged: Set<string>): Promise<void> {
  const starter = async () => {
    for (let next = wanted.pop(); next !== undefined; next = wanted.pop()) {
      const { name, stateMachineArn: arn } = next;
      await ask(({ sfn }) =>
        sfn.send(new StartExecutionCommand({ stateMachineArn: arn, name, input })),
      ).catch((error: Error) => {
        // The engine took it, ended it, and died before it could say so.
        if (error.name !== "ExecutionAlreadyExists") throw error;
      });
      acknowledged.add(name);
      await pause(60);
    }
  };
  await Promise.all(Array.from({ length: clients }, starter));
}

/** Answers the activity until it is told to stop. */
async function workUntil(signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      const { sfn } = await engine;
      const { taskToken } = await sfn.send(new GetActivityTaskCommand({ activityArn }), {
        abortSignal: signal,
      });
      if (taskToken) await sfn.send(new SendTaskSuccessCommand({ taskToken, output: '"answered"' }));
    } catch {
      // The engine has gone, or the task's heartbeat was over: there is another one.
      await pause(5);
    }
  }
}

async function listExecutions(): Promise<Map<string, ExecutionListItem>> {
  const found = new Map<string, ExecutionListItem>();
  for (const { name } of shapes) {
    let nextToken: string | undefined;
    do {
      const page = await ask(({ sfn }) =>
        sfn.send(
          new ListExecutionsCommand({ stateMachineArn: stateMachineArn(name), maxResults: 1000, nextToken }),
        ),
      );
      for (const execution of page.executions ?? []) found.set(execution.name ?? "", execution);
      nextToken = page.nextToken;
    } while (nextToken !== undefined);
  }
  return found;
}

async function readHistory(executionArn: string | undefined): Promise<HistoryEvent[]> {
  const { events = [] } = await ask(({ sfn }) =>
    sfn.send(new GetExecutionHistoryCommand({ executionArn, maxResults: 1000 })),
  );
  return events;
}

/** Ids without gaps, each event behind one that is there, time that does not go back, the start first and the end once and last. */
function checkWellFormed(name: string, events: readonly HistoryEvent[]): void {
  expect(
    events.map(({ id }) => id),
    name,
  ).toEqual(events.map((_, index) => index + 1));
  expect(
    events.filter(({ id = 0, previousEventId = 0 }) => previousEventId >= id),
    name,
  ).toEqual([]);
  // Only what follows the start at once, and the end of a stopped execution, stand behind no event.
  expect(events.filter(({ previousEventId }) => previousEventId === 0).length, name).toBe(2);
  const times = events.map(({ timestamp }) => Number(timestamp));
  expect(times, name).toEqual(times.toSorted((a, b) => a - b));
  expect(events[0]?.type, name).toBe("ExecutionStarted");
  const ends = events.filter(({ type = "" }) => /^Execution(Succeeded|Failed|Aborted|TimedOut)$/.test(type));
  expect(ends, name).toEqual(events.slice(-1));
}

function countTypes(events: readonly HistoryEvent[]): { [type: string]: number } {
  const counts: { [type: string]: number } = {};
  for (const { type = "" } of events) {
    if (!type.startsWith("Execution")) counts[type] = (counts[type] ?? 0) + 1;
  }
  return counts;
}

test(
  "executions outlive any number of killed engines: none is lost, none ends twice, no history has a gap",
  { timeout: 180_000 },
  async () => {
    console.log(`ACME_CRASH_SEED=${seed} ACME_CRASH_KILLS=${kills}`);
    const random = new Random(seed);
    engine = startProcess();
    await setUp();

    const wanted = shapes.flatMap(({ name: shape, count, testCase }) =>
      Array.from({ length: count }, (_, index) => ({
        shape,
        name: `${shape}-${index}`,
        stateMachineArn: stateMachineArn(shape) + (testCase === undefined ? "" : `#${testCase}`),
        order: random.next(),
      })),
    );
    wanted.sort((a, b) => a.order - b.order);
    const expected = wanted.map(({ shape, name }) => ({ shape, name }));
    const acknowledged = new Set<string>();
    const done = new AbortController();
    const worker = workUntil(done.signal);
    const starting = startAll(wanted, acknowledged);

    for (let killed = 0; killed < kills; killed++) {
      await pause(50 + random.below(900));
      await kill();
      const confirmed = [...acknowledged];
      engine = startProcess();
      const there = await listExecutions();
      expect(
        confirmed.filter((name) => !there.has(name)),
        `lost at kill ${killed + 1}`,
      ).toEqual([]);
    }
    await starting;
    expect(acknowledged.size).toBe(expected.length);
    const running = async () =>
      [...(await listExecutions()).values()]
        .filter(({ status }) => status === "RUNNING")
        .map(({ name }) => name);
    await expect.poll(running, { timeout: 60_000, interval: 200 }).toEqual([]);
    done.abort();
    await worker;

    const executions = await listExecutions();
    const ran = readFileSync(join(folder, "ran.txt"), "utf8").split("\n");
    for (const { shape, name } of expected) {
      const execution = executions.get(name);
      expect(execution?.status, name).toBe("SUCCEEDED");
      const events = await readHistory(execution?.executionArn);
      checkWellFormed(name, events);
      const counts = countTypes(events);
      if (undisturbed[shape]) expect(counts, name).toEqual(undisturbed[shape]);
      if (shape !== "process") continue;
      const runs = ran.filter((line) => line === name).length;
      expect(runs, `${name} has run`).toBeGreaterThan(0);
      // A task that was scheduled runs once at the most: one that a kill cut off is reported as lost, and its Retry schedules another.
      const scheduled = counts["TaskScheduled"] ?? 0;
      expect(runs, `${name} ran at most once for each time it was scheduled`).toBeLessThanOrEqual(scheduled);
    }
    // The parents' children, one each, beside those that were started by themselves.
    const children = [...executions.values()].filter(({ stateMachineArn: arn }) => arn?.endsWith(":child"));
    const started = (shape: string) => shapes.find(({ name }) => name === shape)?.count ?? 0;
    expect(children).toHaveLength(started("child") + started("parent"));
  },
);
