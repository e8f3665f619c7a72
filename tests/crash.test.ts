import {
  CloudFormationClient,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
} from "@aws-sdk/client-cloudformation";
import { DescribeExecutionCommand, GetExecutionHistoryCommand, SFNClient } from "@aws-sdk/client-sfn";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { afterEach, beforeEach, expect, test } from "vitest";

import { createWorld, type World } from "./testing/acme-process.ts";

let world: World;
beforeEach(() => {
  world = createWorld();
});
afterEach(() => world.close());

const connection = (endpoint: string) => ({
  endpoint,
  region: "us-east-1",
  credentials: { accessKeyId: "a", secretAccessKey: "b" },
});

test(
  "an engine killed while it deploys a stack leaves one that the same command finishes",
  { timeout: 120_000 },
  async () => {
    for (const delay of [0, 5, 15, 30, 60]) {
      const engine = await world.up();
      const deploying = world.start(`cluster deploy after-${delay} --json`);
      await deploying.seen("Target: ");
      await new Promise((resolve) => {
        setTimeout(resolve, delay);
      });
      engine.child.kill("SIGKILL");
      await engine.finished;
      await deploying.finished;

      const next = await world.up();
      const again = await world.run(`cluster deploy after-${delay}`);
      expect(again.exitCode, again.stderr).toBe(0);
      const client = new CloudFormationClient(connection(next.url));
      const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: `acme-after-${delay}` }));
      expect(Stacks?.[0]?.StackStatus).toMatch(/^(CREATE|UPDATE)_COMPLETE$/);
      const { StackResources } = await client.send(
        new DescribeStackResourcesCommand({ StackName: `acme-after-${delay}` }),
      );
      expect(StackResources?.length).toBeGreaterThan(10);
      for (const resource of StackResources ?? [])
        expect(resource.ResourceStatus).toMatch(/^(CREATE|UPDATE)_COMPLETE$/);
      client.destroy();
      next.child.kill("SIGTERM");
      await next.finished;
    }
  },
);

test("a run whose engine is killed ends, and its history has no gap", { timeout: 60_000 }, async () => {
  const engine = await world.up();
  await world.run("cluster deploy");
  const script = "echo begun; while [ ! -e go ]; do sleep 0.05; done; echo done";
  await world.run("deploy job --image job:1 --retries 1 --retry-delay 1 -- sh -c", script);
  await world.run("run job --run-name survivor");
  const following = world.start("logs survivor --follow");
  await following.seen("begun");
  engine.child.kill("SIGKILL");
  await engine.finished;
  following.child.kill("SIGKILL");

  // The process died with its engine, or is ended by the next one: a lost task, which the retry replaces.
  writeFileSync(join(world.folder, "go"), "");
  const next = await world.up();
  const client = new SFNClient(connection(next.url));
  const executionArn = "arn:aws:states:us-east-1:000000000000:execution:jobs-job:survivor";
  const status = async () => (await client.send(new DescribeExecutionCommand({ executionArn }))).status;
  await expect.poll(status, { timeout: 30_000 }).toBe("SUCCEEDED");

  const { events = [] } = await client.send(new GetExecutionHistoryCommand({ executionArn }));
  expect(events.map(({ id }) => id)).toEqual(events.map((_, index) => index + 1));
  const types = events.map(({ type }) => type);
  expect(types.filter((type) => type === "TaskFailed")).toHaveLength(1);
  expect(types.filter((type) => type === "TaskScheduled")).toHaveLength(2);
  expect(types.at(-1)).toBe("ExecutionSucceeded");
  client.destroy();
});
