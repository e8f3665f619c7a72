import { describe, expect, test } from "vitest";
import { createImitatedRun, executionArn, taskArnOf } from "../testing/imitated-run.ts";
import { awsError } from "../testing/scripted-clients.ts";
import { followRun } from "./follow-run.ts";
import type { FollowRunOptions } from "./follow-run.ts";
import { readLogs } from "./read-logs.ts";
import type { RunEvent } from "./run-event.ts";

async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const collected: Item[] = [];
  for await (const item of items) collected.push(item);
  return collected;
}

type World = ReturnType<typeof createImitatedRun>;

async function follow({ target }: World, options: FollowRunOptions = {}): Promise<RunEvent[]> {
  return collect(followRun(target, executionArn, options));
}

/** Events as short words: `log one`, `taskStopped a 0`. */
function toWords(events: readonly RunEvent[]): string[] {
  return events.map((event) => {
    const task = "taskArn" in event ? ` ${event.taskArn.slice(event.taskArn.lastIndexOf("/") + 1)}` : "";
    switch (event.kind) {
      case "log":
        return `log ${event.line.message}`;
      case "taskSubmitted":
        return `taskSubmitted${task} #${event.attempt}`;
      case "taskStopped":
        return `taskStopped${task} ${event.exitCode}`;
      case "runEnded":
        return `runEnded ${event.run.status}`;
      default:
        return event.kind + task;
    }
  });
}

describe("following a run", () => {
  test("tells its states, tasks, log lines and end in order, while they happen", async () => {
    const world = createImitatedRun();
    world.start();
    world.pace.at(300, () => world.submitTask("a"));
    world.pace.at(2_000, () => {
      world.startTask("a");
      world.log("a", "one", "two", "three");
    });
    world.pace.at(5_000, () => world.log("a", "four"));
    world.pace.at(9_000, () => {
      world.log("a", "five");
      world.stopTask("a", 0);
      world.end("SUCCEEDED");
    });
    const events = await follow(world);
    expect(toWords(events)).toEqual([
      "runStarted",
      "stateEntered",
      "taskSubmitted a #1",
      "taskStarted a",
      "log one",
      "log two",
      "log three",
      "log four",
      "log five",
      "taskStopped a 0",
      "stateExited",
      "runEnded SUCCEEDED",
    ]);
    expect(events.at(-1)).toMatchObject({
      run: { name: "run-1", deployment: "etl/prod", version: 4, parameters: { day: "2026-01-31" } },
    });
  });

  test("looks often while something happens, and rests up to two and a half seconds when nothing does", async () => {
    const world = createImitatedRun();
    world.start();
    world.pace.at(600_000, () => world.end("SUCCEEDED"));
    await follow(world);
    const rounds = world.calls.filter((call) => call === "GetExecutionHistory").length;
    expect(rounds).toBeGreaterThan(600_000 / 2_500);
    expect(rounds).toBeLessThan(600_000 / 1_500);
  });

  test("a run that ended long ago gives the same events, without a pause", async () => {
    const world = createImitatedRun({ logDelayMs: 3000 });
    world.start();
    world.submitTask("a");
    world.startTask("a");
    world.log("a", "one", "two");
    world.stopTask("a", 0);
    world.end("SUCCEEDED");
    await world.pace.pause(3_600_000, undefined);
    expect(toWords(await follow(world))).toEqual([
      "runStarted",
      "stateEntered",
      "taskSubmitted a #1",
      "taskStarted a",
      "log one",
      "log two",
      "taskStopped a 0",
      "stateExited",
      "runEnded SUCCEEDED",
    ]);
    expect(world.pace.elapsed).toBe(3_600_000);
  });

  test("a retried task is another attempt, and the failure is told with the last line", async () => {
    const world = createImitatedRun();
    world.start();
    world.submitTask("a");
    world.log("a", "first try");
    world.stopTask("a", 1);
    world.submitTask("b");
    world.log("b", "second try", "ValueError: no rows");
    world.stopTask("b", 2);
    world.end("FAILED", "States.TaskFailed", "…");
    const events = await follow(world);
    expect(toWords(events)).toEqual([
      "runStarted",
      "stateEntered",
      "taskSubmitted a #1",
      "log first try",
      "taskStopped a 1",
      "taskSubmitted b #2",
      "log second try",
      "log ValueError: no rows",
      "taskStopped b 2",
      "runEnded FAILED",
    ]);
    expect(events.at(-1)).toMatchObject({
      run: {
        failure: {
          reason: 'The command exited with code 2; its last line was "ValueError: no rows".',
          exitCode: 2,
          taskArn: taskArnOf("b"),
          lastLogLines: ["second try", "ValueError: no rows"],
        },
      },
    });
  });

  test("lines that arrive after the task's end come before its taskStopped", async () => {
    const world = createImitatedRun({ logDelayMs: 3000 });
    world.start();
    world.submitTask("a");
    world.pace.at(1_000, () => {
      world.stopTask("a", 0);
      world.end("SUCCEEDED");
    });
    world.pace.at(2_500, () => world.log("a", "late"));
    expect(toWords(await follow(world)).slice(-4)).toEqual([
      "log late",
      "taskStopped a 0",
      "stateExited",
      "runEnded SUCCEEDED",
    ]);
  });

  test("a run that is stopped gives what its task writes until it has stopped too", async () => {
    const world = createImitatedRun();
    world.start();
    world.submitTask("a");
    world.pace.at(500, () => {
      world.log("a", "working");
      world.end("ABORTED", "Acme.Stopped", "enough");
    });
    world.pace.at(20_000, () => {
      world.log("a", "got SIGTERM");
      world.killTask("a");
    });
    const events = await follow(world);
    expect(toWords(events).slice(-4)).toEqual([
      "log working",
      "log got SIGTERM",
      "taskStopped a 143",
      "runEnded ABORTED",
    ]);
    expect(events.at(-2)).toMatchObject({ reason: "The task was stopped: Run stopped." });
    expect(events.at(-1)).toMatchObject({
      run: {
        failure: {
          reason: "The run was stopped: enough (Acme.Stopped).",
          lastLogLines: ["working", "got SIGTERM"],
        },
      },
    });
  });

  test("the task of a stopped run that ECS has forgotten is not waited for", async () => {
    const world = createImitatedRun();
    world.start();
    world.submitTask("a");
    world.log("a", "working");
    world.end("ABORTED");
    world.forgetTask("a");
    expect(toWords(await follow(world)).slice(-2)).toEqual(["log working", "runEnded ABORTED"]);
    expect(world.pace.elapsed).toBe(0);
  });

  test("a task that could not be started is told with AWS's words", async () => {
    const world = createImitatedRun();
    world.start();
    world.add({
      type: "TaskFailed",
      taskFailedEventDetails: {
        resourceType: "ecs",
        resource: "runTask.sync",
        error: "ECS.AccessDeniedException",
        cause: "not authorized",
      },
    });
    world.end("FAILED", "ECS.AccessDeniedException", "not authorized");
    const events = await follow(world);
    expect(events.find(({ kind }) => kind === "taskFailed")).toMatchObject({
      state: "Run job",
      error: "ECS.AccessDeniedException",
      cause: "not authorized",
    });
    expect(events.at(-1)).toMatchObject({
      run: { failure: { reason: "ECS did not start the task: not authorized (ECS.AccessDeniedException)." } },
    });
  });

  test("with `since`, earlier lines are left out", async () => {
    const world = createImitatedRun();
    world.start();
    world.submitTask("a");
    world.log("a", "old");
    await world.pace.pause(60_000, undefined);
    const since = new Date(world.pace.now());
    world.log("a", "new");
    world.stopTask("a", 0);
    world.end("SUCCEEDED");
    const words = toWords(await follow(world, { since }));
    expect(words.filter((word) => word.startsWith("log"))).toEqual(["log new"]);
  });
});

describe("following through trouble", () => {
  test("an AWS that fails for a minute loses nothing", async () => {
    let isDown = false;
    const world = createImitatedRun({
      script: {
        DescribeTasks: () => {
          if (isDown) throw Object.assign(new Error("reset"), { code: "ECONNRESET" });
          return { tasks: [] };
        },
      },
    });
    world.start();
    world.submitTask("a");
    world.pace.at(1_000, () => (isDown = true));
    world.pace.at(30_000, () => world.log("a", "meanwhile"));
    world.pace.at(61_000, () => (isDown = false));
    world.pace.at(70_000, () => {
      world.stopTask("a", 0);
      world.end("SUCCEEDED");
    });
    expect(toWords(await follow(world))).toContain("log meanwhile");
  });

  test("an AWS that stays away ends the following with its last error", async () => {
    const world = createImitatedRun({
      script: {
        GetExecutionHistory: () => {
          throw Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" });
        },
      },
    });
    await expect(follow(world)).rejects.toMatchObject({
      code: "ACME_AWS_CALL_FAILED",
      operation: "GetExecutionHistory",
    });
    expect(world.pace.elapsed).toBeGreaterThanOrEqual(120_000);
    expect(world.pace.elapsed).toBeLessThan(125_000);
  });

  test("a refusal ends it at once", async () => {
    const world = createImitatedRun({
      script: {
        GetExecutionHistory: () => {
          throw awsError("AccessDeniedException", "no");
        },
      },
    });
    await expect(follow(world)).rejects.toMatchObject({ awsCode: "AccessDeniedException" });
    expect(world.pace.elapsed).toBe(0);
  });

  test("the signal ends it, with its reason", async () => {
    const world = createImitatedRun();
    world.start();
    const controller = new AbortController();
    world.pace.at(5_000, () => controller.abort(new Error("enough")));
    await expect(follow(world, { signal: controller.signal })).rejects.toThrow("enough");
  });
});

describe("reading a run's logs", () => {
  test("gives the lines that are there, task by task, and ends", async () => {
    const world = createImitatedRun();
    world.start();
    world.submitTask("a");
    world.log("a", "one", "two", "three\n");
    world.stopTask("a", 1);
    world.submitTask("b");
    world.log("b", "four");
    const lines = await collect(readLogs(world.target, executionArn));
    expect(lines.map(({ message, taskArn }) => [message, taskArn])).toEqual([
      ["one", taskArnOf("a")],
      ["two", taskArnOf("a")],
      ["three", taskArnOf("a")],
      ["four", taskArnOf("b")],
    ]);
  });

  test("with `follow`, goes on until the run has ended", async () => {
    const world = createImitatedRun();
    world.start();
    world.submitTask("a");
    world.log("a", "one");
    world.pace.at(10_000, () => {
      world.log("a", "two");
      world.stopTask("a", 0);
      world.end("SUCCEEDED");
    });
    const lines = await collect(readLogs(world.target, executionArn, { follow: true }));
    expect(lines.map(({ message }) => message)).toEqual(["one", "two"]);
  });

  test("a run that has started no task has no lines", async () => {
    const world = createImitatedRun();
    world.start();
    expect(await collect(readLogs(world.target, executionArn))).toEqual([]);
  });
});
