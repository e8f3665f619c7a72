/** The engine ends at each of its commits, just before or just after, and another one takes over. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  type HistoryEvent,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
} from "@aws-sdk/client-sfn";
import { expect, test } from "vitest";

import type { Store } from "../../../store/store.ts";
import { createVirtualClock } from "../../../testing/virtual-clock.ts";
import { createServiceWorld } from "../../../testing/service-world.ts";
import { createStepFunctionsService } from "../service.ts";
import { createScriptedEcs } from "./scripted-ecs.ts";

const roleArn = "arn:aws:iam::000000000000:role/machine";
const child = { StartAt: "Nap", States: { Nap: { Type: "Wait", Seconds: 2, End: true } } };
const childArn = "arn:aws:states:us-east-1:000000000000:stateMachine:child";

/** A bit of everything that crosses a crash: a task that fails first, a token, a child, a wait, a map. */
const parent = {
  StartAt: "All",
  States: {
    All: {
      Type: "Parallel",
      Next: "Each",
      Branches: [
        flow("Fetch", {
          Type: "Task",
          Resource: "arn:aws:states:::ecs:runTask.sync",
          Parameters: { TaskDefinition: "etl:1" },
          Retry: [{ ErrorEquals: ["States.ALL"], IntervalSeconds: 1, MaxAttempts: 3 }],
        }),
        flow("Ask", {
          Type: "Task",
          Resource: "arn:aws:states:::ecs:runTask.waitForTaskToken",
          Parameters: { TaskDefinition: "etl:1", "ReferenceId.$": "$$.Task.Token" },
        }),
        flow("Child", {
          Type: "Task",
          Resource: "arn:aws:states:::states:startExecution.sync",
          Parameters: { StateMachineArn: childArn },
        }),
        flow("Pause", { Type: "Wait", Seconds: 3 }),
      ],
    },
    Each: {
      Type: "Map",
      ItemsPath: "$",
      ItemProcessor: flow("Rest", { Type: "Wait", Seconds: 1 }),
      End: true,
    },
  },
};

function flow(name: string, state: object) {
  return { StartAt: name, States: { [name]: { ...state, End: true } } };
}

interface Outcome {
  status: string | undefined;
  /** Sorted: branches may take turns in another order after a crash. */
  types: string[];
  tasksStarted: number;
  commits: number;
}

/** Runs the parent to its end, with a crash at the commit of that number, if it comes to it. */
async function run(crash: { atCommit: number; when: "before" | "after" } | undefined): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), "acme-crash-"));
  const clock = createVirtualClock();
  const ecs = createScriptedEcs();
  let commits = 0;
  let dead = false;
  let depth = 0;

  const wrapStore = (store: Store): Store => ({
    ...store,
    prepare(sql) {
      if (dead) throw new Error("this engine is dead");
      return store.prepare(sql);
    },
    transaction(work) {
      if (dead) throw new Error("this engine is dead");
      if (depth > 0) return work();
      const isLast = ++commits === crash?.atCommit;
      depth++;
      try {
        const result = store.transaction(() => {
          const done = work();
          if (isLast && crash.when === "before") {
            dead = true;
            throw new Error("killed before the commit");
          }
          return done;
        });
        if (isLast) {
          dead = true;
          throw new Error("killed after the commit");
        }
        return result;
      } finally {
        depth--;
      }
    },
  });

  const open = () => {
    const world = createServiceWorld(
      (context) => [
        ecs.service(context),
        createStepFunctionsService(context, { random: () => 0.5, onBug: () => {} }),
      ],
      { storePath: join(folder, "engine.db"), clock, wrapStore },
    );
    return { world, sfn: new SFNClient(world.client) };
  };
  let engine = open();
  const reopen = async () => {
    engine.sfn.destroy();
    await engine.world.close();
    dead = false;
    engine = open();
    await engine.world.resume();
  };
  /** What a caller does whose engine has gone: asks the next one. */
  const persist = async <Result>(ask: (sfn: SFNClient) => Promise<Result>): Promise<Result> => {
    try {
      return await ask(engine.sfn);
    } catch (error) {
      if (!dead) throw error;
      await reopen();
      return ask(engine.sfn);
    }
  };

  for (const [name, definition] of Object.entries({ child, parent })) {
    await persist((sfn) =>
      sfn.send(new CreateStateMachineCommand({ name, roleArn, definition: JSON.stringify(definition) })),
    );
  }
  const { executionArn } = await persist((sfn) =>
    sfn.send(
      new StartExecutionCommand({ stateMachineArn: childArn.replace("child", "parent"), name: "run" }),
    ),
  );

  const tokensSent = new Set<string>();
  for (let second = 0; second < 60; second++) {
    for (let turn = 0; turn < 8; turn++) await new Promise(setImmediate);
    if (dead) await reopen();
    const { status } = await persist((sfn) => sfn.send(new DescribeExecutionCommand({ executionArn })));
    if (status !== "RUNNING") break;
    await work();
    clock.advanceTo(clock.now() + 1000);
  }

  /** The first task fails, the second does well; whoever has a token sends it until it is taken. */
  async function work() {
    const waited = [...ecs.tasks.keys()].filter((_, index) => ecs.started[index]?.referenceId === undefined);
    for (const [index, arn] of waited.entries()) {
      if (ecs.tasks.get(arn)?.lastStatus !== "STOPPED") ecs.end(arn, index === 0 ? 1 : 0);
    }
    for (const { referenceId: taskToken } of ecs.started) {
      if (taskToken === undefined || tokensSent.has(taskToken)) continue;
      await persist((sfn) =>
        sfn.send(new SendTaskSuccessCommand({ taskToken, output: "1" })).catch((error: unknown) => {
          // The first engine may have taken it and died before it said so.
          if (!(error instanceof Error && error.name === "TaskTimedOut")) throw error;
        }),
      );
      tokensSent.add(taskToken);
    }
  }

  const read = async () => {
    const { events = [] } = await engine.sfn.send(
      new GetExecutionHistoryCommand({ executionArn, maxResults: 1000 }),
    );
    const { status } = await engine.sfn.send(new DescribeExecutionCommand({ executionArn }));
    checkWellFormed(events);
    return { status, types: events.map(({ type }) => String(type)).sort() };
  };
  const result = { ...(await read()), tasksStarted: ecs.started.length, commits };
  engine.sfn.destroy();
  await engine.world.close();
  rmSync(folder, { recursive: true });
  return result;
}

/** Ids without gaps, each event behind one that is there, time that does not go back, the end once and last. */
function checkWellFormed(events: readonly HistoryEvent[]): void {
  expect(events.map(({ id }) => id)).toEqual(events.map((_, index) => index + 1));
  for (const { id = 0, previousEventId = 0 } of events) expect(previousEventId).toBeLessThan(id || 1);
  const times = events.map(({ timestamp }) => Number(timestamp));
  expect(times).toEqual([...times].sort((a, b) => a - b));
  const ends = events.filter(({ type = "" }) => /^Execution(Succeeded|Failed|Aborted|TimedOut)$/.test(type));
  expect(ends).toEqual(events.slice(-1));
}

test("whatever commit the engine ends at, the execution ends as it would have, told once", async () => {
  const undisturbed = await run(undefined);
  expect(undisturbed.status).toBe("SUCCEEDED");
  expect(undisturbed.tasksStarted).toBe(3);
  expect(undisturbed.commits).toBeGreaterThan(10);
  for (let atCommit = 1; atCommit <= undisturbed.commits; atCommit++) {
    for (const when of ["before", "after"] as const) {
      const { status, types, tasksStarted } = await run({ atCommit, when });
      const place = `killed ${when} commit ${atCommit}`;
      expect({ place, status, types, tasksStarted }).toEqual({
        place,
        status: undisturbed.status,
        types: undisturbed.types,
        tasksStarted: undisturbed.tasksStarted,
      });
    }
  }
});
