import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";

import { ListTasksCommand } from "@aws-sdk/client-ecs";
import { StopExecutionCommand } from "@aws-sdk/client-sfn";
import { deployCluster } from "@acme-engine/cfn";
import { type Engine, startEngine } from "@acme-engine/local";
import { AcmeFlowDeployer, type AwsClients, createAwsClients, type Run } from "@acme-engine/sdk";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { containerLabels } from "../packages/local/src/containers/create-body.ts";
import { findNodeImage, nodeImage } from "./testing/node-image.ts";
import { order } from "./testing/pipeline-flow.ts";

// A flow whose tasks run in real containers; `flow-deploy.test.ts` has the same with processes, and more of it.

const builtImage = "acme-test/pipeline";

const missing = findNodeImage();
if (missing !== undefined) console.warn(`Skipped tests/flow-containers.test.ts: ${missing}.`);

describe.skipIf(missing !== undefined)("a flow in containers", () => {
  let engine: Engine;
  let clients: AwsClients;
  let deployer: AcmeFlowDeployer;
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "acme-flow-containers-"));
    engine = await startEngine({ runtime: "container", http: { port: 0 } });
    clients = createAwsClients({ requestHandler: engine.requestHandler, region: engine.region });
    deployer = new AcmeFlowDeployer({ cluster: "batch", clients, definitionsDirectory: folder });
    await deployCluster({ name: "batch", client: clients.cloudFormation });
  });

  afterAll(async () => {
    clients.close();
    await engine.close();
    rmSync(folder, { recursive: true, force: true });
    const built = execFileSync("docker", ["images", "--format", "{{.Repository}}:{{.Tag}}", builtImage], {
      encoding: "utf8",
    });
    for (const image of built.split("\n").filter(Boolean)) execFileSync("docker", ["rmi", image]);
  });

  const module = fileURLToPath(new URL("./testing/pipeline-flow.ts", import.meta.url));
  const start = async (flow: string, parameters: Record<string, unknown>, more: object = {}) => {
    await deployer.deployFlow({
      name: "test",
      module,
      flow,
      cpu: 256,
      memory: 512,
      baseImage: nodeImage,
      ...more,
    });
    return deployer.run(`${flow}/test`, { parameters });
  };
  const end = (run: Run) => deployer.wait(run, { signal: AbortSignal.timeout(50_000) });

  /** Ids of the running containers of a flow's tasks, as soon as they are as wanted. */
  async function containersOf(flow: string, wanted = (ids: string[]) => ids.length > 0): Promise<string[]> {
    const deadline = AbortSignal.timeout(25_000);
    const family = `batch-${flow}-test`;
    for (;;) {
      const statuses = ["RUNNING", "STOPPED"] as const;
      const lists = await Promise.all(
        statuses.map((desiredStatus) =>
          clients.ecs.send(new ListTasksCommand({ cluster: "batch", family, desiredStatus })),
        ),
      );
      const tasks = lists.flatMap(({ taskArns = [] }) => taskArns.map((arn) => arn.split("/").at(-1) ?? ""));
      const running = tasks.flatMap((task) => {
        const filter = `label=${containerLabels.task}=${task}`;
        return (
          execFileSync("docker", ["ps", "--quiet", "--filter", filter], { encoding: "utf8" }).match(/\w+/g) ??
          []
        );
      });
      if (wanted(running)) return running;
      await setTimeout(50, undefined, { signal: deadline });
    }
  }

  test("three tasks, and an error that is caught by its class", async () => {
    const bought = await end(await start("order", { item: "lamp" }));
    expect(bought).toMatchObject({ status: "SUCCEEDED", output: { shipped: "lamp", paid: 7, problem: "" } });
    const missed = await end(await start("order", { item: "ghost" }));
    expect(missed.output).toEqual(await order({ item: "ghost" }));
  });

  test("an image that is built holds the tasks", async () => {
    const built = { image: `${builtImage}:1`, build: true };
    const run = await end(await start("order", { item: "lamp" }, built));
    expect(run).toMatchObject({ status: "SUCCEEDED", output: { shipped: "lamp" } });
    const again = await deployer.deployFlow({
      name: "test",
      module,
      flow: "order",
      cpu: 256,
      memory: 512,
      baseImage: nodeImage,
      ...built,
    });
    expect(again).toMatchObject({
      change: "unchanged",
      image: expect.stringMatching(/^acme-test\/pipeline:acme-[0-9a-f]{16}$/),
    });
  });

  test("a result and an input of 1 MB go from one container to the next", async () => {
    const ended = await end(await start("carry", { characters: 1_000_000, end: "the end" }));
    expect(ended.output).toEqual({ characters: 1_000_007, end: "xthe end" });
  });

  test("a container that is killed is noticed within its heartbeat, and the task is tried again", async () => {
    const started = await start("killed", { file: "/tmp/here" });
    const [first = ""] = await containersOf("killed");
    // The runner lives, and has said so.
    await setTimeout(1000);
    execFileSync("docker", ["kill", "--signal", "KILL", first]);
    const killedAt = Date.now();
    await containersOf("killed", (ids) => ids.some((id) => id !== first));
    // Two seconds of heartbeat, one until the retry, and a container's start.
    expect(Date.now() - killedAt).toBeLessThan(15_000);
    await deployer.stop(started);
  });

  test("the containers of an execution that is stopped stop", async () => {
    const started = await start("waits", { file: "/tmp/here" });
    await containersOf("waits");
    await setTimeout(1000);
    await clients.stepFunctions.send(new StopExecutionCommand({ executionArn: started.executionArn }));
    const stoppedAt = Date.now();
    await containersOf("waits", (ids) => ids.length === 0);
    // A heartbeat each second says that nobody waits any more.
    expect(Date.now() - stoppedAt).toBeLessThan(15_000);
  });
});
