import { StartSyncExecutionCommand } from "@aws-sdk/client-sfn";
import { expect, test } from "vitest";

import { useExecutionWorld } from "../testing/execution-world.ts";

const world = useExecutionWorld();
const { create } = world;

test("an express execution answers with its end and leaves nothing", async () => {
  const stateMachineArn = await create(
    { StartAt: "A", States: { A: { Type: "Pass", Result: { x: 1 }, End: true } } },
    { type: "EXPRESS" },
  );
  const answer = await world.sfn.send(new StartSyncExecutionCommand({ stateMachineArn, name: "now" }));
  expect(answer).toMatchObject({
    status: "SUCCEEDED",
    output: '{"x":1}',
    billingDetails: { billedDurationInMilliseconds: 100, billedMemoryUsedInMB: 64 },
  });
  expect(answer.executionArn).toMatch(/:express:machine:now:[0-9a-f-]{36}$/);
  expect(world.store.prepare("SELECT count(*) AS n FROM sfn_executions").get()).toEqual({ n: 0 });
});

test("an express execution that waits is answered when it ends", async () => {
  const stateMachineArn = await create(
    { StartAt: "Nap", States: { Nap: { Type: "Wait", Seconds: 2, End: true } } },
    { type: "EXPRESS" },
  );
  const answer = world.sfn.send(new StartSyncExecutionCommand({ stateMachineArn, input: "[1]" }));
  // The wait and the five minutes.
  await expect.poll(() => world.clock.pending).toBe(2);
  world.clock.advanceTo(world.clock.now() + 2000);
  expect(await answer).toMatchObject({
    status: "SUCCEEDED",
    output: "[1]",
    billingDetails: { billedDurationInMilliseconds: 2000 },
  });
});

test("an express execution ends after five minutes", async () => {
  const stateMachineArn = await create(
    { StartAt: "Nap", TimeoutSeconds: 3600, States: { Nap: { Type: "Wait", Seconds: 3000, End: true } } },
    { type: "EXPRESS" },
  );
  const answer = world.sfn.send(new StartSyncExecutionCommand({ stateMachineArn }));
  await expect.poll(() => world.clock.pending).toBe(2);
  world.clock.advanceTo(world.clock.now() + 300_000);
  expect(await answer).toMatchObject({ status: "TIMED_OUT" });
});
