/** The engine ends at each of its commits, just before or just after, while a map run is under way, and another one takes over. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  DescribeMapRunCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  ListMapRunsCommand,
  SFNClient,
  StartExecutionCommand,
} from "@aws-sdk/client-sfn";
import { expect, test } from "vitest";

import type { Store } from "../../../store/store.ts";
import { createServiceWorld } from "../../../testing/service-world.ts";
import { createVirtualClock } from "../../../testing/virtual-clock.ts";
import { createStepFunctionsService } from "../service.ts";
import { roleArn } from "../testing/execution-world.ts";
import { mapOf } from "../testing/map-run-world.ts";

const stateMachineArn = "arn:aws:states:us-east-1:000000000000:stateMachine:machine";
/** Two at a time, each in several bursts; one of them fails. */
const definition = mapOf(
  {
    Items: [1, 2, "bad", 4],
    MaxConcurrency: 2,
    ToleratedFailureCount: 1,
    Output: "{% $count($states.result) %}",
  },
  {
    Wait: { Type: "Wait", Seconds: 1, Next: "Judge" },
    Judge: {
      Type: "Choice",
      Choices: [{ Condition: "{% $states.input = 'bad' %}", Next: "Bad" }],
      Default: "Good",
    },
    Good: { Type: "Wait", Seconds: 1, End: true },
    Bad: { Type: "Fail", Error: "Bad" },
  },
);

interface Outcome {
  status: string | undefined;
  output: string | undefined;
  counts: object;
  /** Of each child, in their order: input, status and history. */
  children: unknown[];
}

async function run(crash: { atCommit: number; when: "before" | "after" } | undefined) {
  const folder = mkdtempSync(join(tmpdir(), "acme-map-crash-"));
  const clock = createVirtualClock();
  let commits = 0;
  let dead = false;
  let depth = 0;

  const die = (when: string): never => {
    dead = true;
    throw new Error(`killed ${when} the commit`);
  };
  const wrapStore = (store: Store): Store => ({
    ...store,
    prepare: (sql) => (dead ? die("before") : store.prepare(sql)),
    transaction(work) {
      if (dead) die("before");
      if (depth > 0) return work();
      const isLast = ++commits === crash?.atCommit;
      depth++;
      try {
        const result = store.transaction(() => {
          const done = work();
          return isLast && crash?.when === "before" ? die("before") : done;
        });
        return isLast ? die("after") : result;
      } finally {
        depth--;
      }
    },
  });
  const open = () => {
    const world = createServiceWorld(
      (context) => [createStepFunctionsService(context, { random: () => 0.5, onBug: () => {} })],
      { storePath: join(folder, "engine.db"), clock, wrapStore },
    );
    return { world, sfn: new SFNClient(world.client) };
  };
  let engine = open();
  const reopen = async () => {
    engine.sfn.destroy();
    await engine.world.close().catch(() => {});
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

  const machine = { name: "machine", roleArn, definition: JSON.stringify(definition) };
  await persist((sfn) => sfn.send(new CreateStateMachineCommand(machine)));
  const start = { stateMachineArn, name: "run" };
  const { executionArn } = await persist((sfn) => sfn.send(new StartExecutionCommand(start)));
  const isRunning = async () =>
    (await persist((sfn) => sfn.send(new DescribeExecutionCommand({ executionArn })))).status === "RUNNING";
  for (let second = 0; second < 20 && (await isRunning()); second++) {
    for (let turn = 0; turn < 12; turn++) await new Promise(setImmediate);
    if (dead) await reopen();
    clock.advanceTo(clock.now() + 1000);
  }
  const outcome = await read(engine.sfn, executionArn);
  engine.sfn.destroy();
  await engine.world.close();
  rmSync(folder, { recursive: true });
  return { outcome, commits };
}

async function read(sfn: SFNClient, executionArn: string | undefined): Promise<Outcome> {
  const { status, output } = await sfn.send(new DescribeExecutionCommand({ executionArn }));
  const { mapRuns = [] } = await sfn.send(new ListMapRunsCommand({ executionArn }));
  const [mapRunArn] = mapRuns.map((mapRun) => mapRun.mapRunArn);
  const { executionCounts = {} } = await sfn.send(new DescribeMapRunCommand({ mapRunArn }));
  const { executions = [] } = await sfn.send(new ListExecutionsCommand({ mapRunArn }));
  const children = [];
  for (const child of executions) {
    const { input } = await sfn.send(new DescribeExecutionCommand({ executionArn: child.executionArn }));
    const { events = [] } = await sfn.send(
      new GetExecutionHistoryCommand({ executionArn: child.executionArn }),
    );
    const history = events.map(({ id, previousEventId, type }) => `${id}<${previousEventId} ${type}`);
    children.push({ input, status: child.status, history });
  }
  return { status, output, counts: executionCounts, children };
}

test("whatever commit the engine ends at, every child runs once and the map run ends as it would have", async () => {
  const undisturbed = await run(undefined);
  expect(undisturbed.outcome).toMatchObject({
    status: "SUCCEEDED",
    output: "4",
    counts: { succeeded: 3, failed: 1, total: 4 },
  });
  expect(undisturbed.commits).toBeGreaterThan(8);
  for (let atCommit = 1; atCommit <= undisturbed.commits; atCommit++) {
    for (const when of ["before", "after"] as const) {
      const { outcome } = await run({ atCommit, when });
      const place = `killed ${when} commit ${atCommit}`;
      expect({ place, ...outcome }).toEqual({ place, ...undisturbed.outcome });
    }
  }
});
