import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { deployCluster } from "@acme-engine/cfn";
import { type Engine, startEngine } from "@acme-engine/local";
import { AcmeFlowDeployer, type AwsClients, createAwsClients } from "@acme-engine/sdk";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { nightly } from "../examples/nightly/flow.ts";

// The whole path of a flow on an engine in this process: source → definition file → state machine → tasks as processes → result.

let engine: Engine;
let clients: AwsClients;
let deployer: AcmeFlowDeployer;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "acme-flow-"));
  engine = await startEngine({ runtime: "process", http: { port: 0 } });
  clients = createAwsClients({ requestHandler: engine.requestHandler, region: engine.region });
  deployer = new AcmeFlowDeployer({
    cluster: "batch",
    clients,
    definitionsDirectory: join(folder, "definitions"),
  });
  await deployCluster({ name: "batch", client: clients.cloudFormation });
});

afterAll(async () => {
  clients.close();
  await engine.close();
  rmSync(folder, { recursive: true, force: true });
});

const pathOf = (file: string) => fileURLToPath(new URL(file, import.meta.url));

describe("a flow without an image", () => {
  test("is deployed and run, and gives what it gives when it is called", async () => {
    const options = { name: "prod", module: pathOf("../examples/nightly/flow.ts") };
    const first = await deployer.deployFlow(options);
    expect(first).toMatchObject({ fullName: "nightly/prod", change: "created", version: 1 });
    const run = await deployer.wait(
      await deployer.run("nightly/prod", { parameters: { day: "monday", limit: 2 } }),
    );
    expect(run).toMatchObject({ status: "SUCCEEDED" });
    expect(run.output).toEqual(await nightly({ day: "monday", limit: 2 }));
    expect(await deployer.deployFlow(options)).toMatchObject({ change: "unchanged", version: 1 });
  });
});
