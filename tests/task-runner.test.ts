import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { afterAll, beforeAll, expect, test } from "vitest";

import { createRunnerWorld, type RunnerWorld } from "./testing/runner-world.ts";

// The runner of acme-engine as processes of the engine: Step Functions starts a task with a token, the task's process answers over HTTP.

const source = (path: string) => fileURLToPath(new URL(path, import.meta.url));
let world: RunnerWorld;
beforeAll(async () => {
  world = await createRunnerWorld();
  const runner = source("../packages/flow/src/runner-main.ts");
  await world.useCommand([
    process.execPath,
    "--conditions=source",
    runner,
    source("testing/runner-tasks.ts"),
  ]);
});
afterAll(() => world.close());

/** A state that runs a task of the runner; `input` is a JSONata expression. */
const runs = (task: string, input: string, rest: object, heartbeatSeconds = 20) => ({
  Type: "Task",
  ...world.toTaskState(task, `{% $string(${input}) %}`, heartbeatSeconds),
  ...rest,
});

/** Starts a machine of those states, the first of which begins. */
const start = (name: string, States: Record<string, object>, input: object = {}) =>
  world.start(name, { QueryLanguage: "JSONata", StartAt: Object.keys(States)[0], States }, input);

const loadAll = () => ({
  extract: runs("extract", '{"day": $states.input.day}', {
    Assign: { files: "{% $states.result.files %}" },
    Next: "all",
  }),
  all: {
    Type: "Map",
    Items: "{% $files %}",
    ItemProcessor: {
      StartAt: "load",
      States: { load: runs("load", '{"file": $states.input}', { End: true }) },
    },
    Catch: [
      {
        ErrorEquals: ["SoldOut"],
        Output:
          '{% {"error": $states.errorOutput.Error, "cause": $parse($states.errorOutput.Cause), "message": $substring($states.errorOutput.Cause, 0, 13) = \'{"errorType":\' ? $parse($states.errorOutput.Cause).errorMessage : $states.errorOutput.Cause} %}',
        Next: "sold out",
      },
    ],
    Output: "{% {'rows': $sum($states.result.rows)} %}",
    End: true,
  },
  "sold out": { Type: "Succeed" },
});

test("tasks run one after the other and side by side, and their output is the log", async () => {
  const execution = await world.end(await start("load-all", loadAll(), { day: "monday" }));
  expect(execution).toMatchObject({ status: "SUCCEEDED", output: '{"rows":24}' });
  expect(await world.seen("extracting monday")).toBe(1);
});

test("an error is caught by its class on the other side of the container's wall", async () => {
  const execution = await world.end(await start("sold-out", loadAll(), { day: "sunday" }));
  expect(execution.status).toBe("SUCCEEDED");
  expect(JSON.parse(execution.output ?? "")).toMatchObject({
    error: "SoldOut",
    cause: {
      errorType: "SoldOut",
      errorMessage: expect.stringMatching(/^nothing in sunday-[ab]\.csv$/),
      stack: expect.stringContaining("runner-tasks.ts"),
    },
    // As the README says that it is asked for.
    message: expect.stringMatching(/^nothing in sunday/),
  });
});

test("a result of a megabyte reaches the next task, with only a reference in the flow", async () => {
  const execution = await world.end(
    await start("large", {
      make: runs("make-text", '{"length": 1000000}', {
        Assign: { text: "{% $states.result %}" },
        Next: "measure",
      }),
      measure: runs("measure", '{"text": $text}', {
        Output: '{% {"length": $states.result, "text": $text} %}',
        End: true,
      }),
    }),
  );
  expect(execution.status).toBe("SUCCEEDED");
  expect(JSON.parse(execution.output ?? "")).toEqual({
    length: 1_000_000,
    text: {
      acmeS3Uri: expect.stringMatching(/^s3:\/\/acme-results\/runs\/make-text-.+\.json$/),
      bytes: 1_000_002,
    },
  });
});

test("a container that is killed is noticed within the heartbeat, and its task tried again", async () => {
  const marker = join(world.folder, "died");
  const retry = {
    Retry: [{ ErrorEquals: ["States.HeartbeatTimeout"], IntervalSeconds: 1, MaxAttempts: 1 }],
    End: true,
  };
  const execution = await world.end(
    await start("dies", { work: runs("dies-once", JSON.stringify({ marker }), retry, 6) }),
  );
  expect(execution).toMatchObject({ status: "SUCCEEDED", output: '"survived"' });
  expect(await world.exitCodesOf("dies-once")).toEqual([0, 137]);
});

/** Starts the task that waits, until its process does. The log shows which one it is. */
async function startWaiting(name: string, marker: string) {
  const executionArn = await start(name, {
    work: runs("waits", JSON.stringify({ marker }), { End: true }, 3),
  });
  await world.seen(`waiting for ${marker}`);
  return executionArn;
}

test("a task whose execution is stopped hears of it with its next heartbeat, and stops", async () => {
  const marker = join(world.folder, "stopped");
  const executionArn = await startWaiting("stopped", marker);
  await world.stop(executionArn);
  expect(await world.exitCodesOf("waits")).toEqual([75]);
  expect(readFileSync(marker, "utf8")).toContain("the execution waits no more (TaskTimedOut");
});

test("a container that has to go, as on Spot, gives its task the time to end well", async () => {
  const marker = join(world.folder, "terminated");
  const executionArn = await startWaiting("terminated", marker);
  await world.stopTask();
  const execution = await world.end(executionArn);
  // What the task returned in the time that it had counts.
  expect(execution).toMatchObject({ status: "SUCCEEDED", output: "null" });
  expect(readFileSync(marker, "utf8")).toContain("the container was told to stop");
});

test("a task that is not there fails the state with the names of those that are", async () => {
  const execution = await world.end(await start("absent", { work: runs("extrct", "{}", { End: true }) }));
  expect(execution).toMatchObject({ status: "FAILED", error: "CannotLoadTask" });
  expect(execution.cause).toContain("there are: extract, load,");
  expect(await world.exitCodesOf("extrct")).toEqual([65]);
});
