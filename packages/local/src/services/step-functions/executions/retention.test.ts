import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  StartExecutionCommand,
} from "@aws-sdk/client-sfn";
import { expect, test } from "vitest";

import { useExecutionWorld } from "../testing/execution-world.ts";

const dayMs = 24 * 3600 * 1000;
let executionRetentionSeconds: number | undefined;
const world = useExecutionWorld(() =>
  executionRetentionSeconds === undefined ? {} : { executionRetentionSeconds },
);

const rows = (table: string) =>
  Number(world.store.prepare(`SELECT count(*) AS n FROM ${table}`).get()?.["n"]);
const pass = (days: number) => world.clock.advanceTo(world.clock.now() + days * dayMs);

test("a finished execution stays for 90 days, then it goes with its history", async () => {
  executionRetentionSeconds = undefined;
  const executionArn = await world.start({ StartAt: "A", States: { A: { Type: "Succeed" } } });
  await world.restart();
  pass(89);
  expect(await world.describeExecution(executionArn)).toMatchObject({ status: "SUCCEEDED" });
  pass(2);
  await expect(world.sfn.send(new DescribeExecutionCommand({ executionArn }))).rejects.toMatchObject({
    name: "ExecutionDoesNotExist",
  });
  await expect(world.sfn.send(new GetExecutionHistoryCommand({ executionArn }))).rejects.toMatchObject({
    name: "ExecutionDoesNotExist",
  });
  expect([rows("sfn_executions"), rows("sfn_history"), rows("sfn_tasks")]).toEqual([0, 0, 0]);
});

test("one that runs stays, however old, and its time counts from its end", async () => {
  executionRetentionSeconds = undefined;
  const executionArn = await world.start({
    StartAt: "A",
    States: { A: { Type: "Wait", Seconds: (100 * dayMs) / 1000, End: true } },
  });
  await world.restart();
  pass(99);
  expect(await world.describeExecution(executionArn)).toMatchObject({ status: "RUNNING" });
  pass(2);
  expect(await world.describeExecution(executionArn)).toMatchObject({ status: "SUCCEEDED" });
  pass(88);
  expect(await world.describeExecution(executionArn)).toMatchObject({ status: "SUCCEEDED" });
  pass(2);
  expect(rows("sfn_executions")).toBe(0);
});

test("any number goes, in small batches, and younger ones stay", async () => {
  executionRetentionSeconds = 3600;
  const stateMachineArn = await world.create({ StartAt: "A", States: { A: { Type: "Succeed" } } });
  const start = (count: number) =>
    Promise.all(
      Array.from({ length: count }, () => world.sfn.send(new StartExecutionCommand({ stateMachineArn }))),
    );
  await start(450);
  await world.restart();
  world.clock.advanceTo(world.clock.now() + 3000 * 1000);
  await start(3);
  world.clock.advanceTo(world.clock.now() + 1000 * 1000);
  expect(rows("sfn_executions")).toBe(3);
  expect(rows("sfn_history")).toBe(3);
  const { executions } = await world.sfn.send(new ListExecutionsCommand({ stateMachineArn }));
  expect(executions).toHaveLength(3);
});

test("the number of a removed execution is not given again", async () => {
  executionRetentionSeconds = 60;
  const stateMachineArn = await world.create({ StartAt: "A", States: { A: { Type: "Succeed" } } });
  const start = () => world.sfn.send(new StartExecutionCommand({ stateMachineArn }));
  const lastId = () => world.store.prepare("SELECT max(id) AS id FROM sfn_executions").get()?.["id"];
  await start();
  await world.restart();
  world.clock.advanceTo(world.clock.now() + 200 * 1000);
  expect(lastId()).toBe(null);
  await world.restart();
  await start();
  expect(lastId()).toBe(2);
});
