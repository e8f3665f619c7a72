import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { createWorld, type World } from "./testing/acme-process.ts";

/** Deploys a job that is a shell script. */
const deployJob = (world: World, name: string, script: string) =>
  world.run(`deploy ${name} --image job:1 -- sh -c`, script);

describe("a project's first day", () => {
  let world: World;
  beforeAll(() => {
    world = createWorld();
  });
  afterAll(() => world.close());

  test("the cluster is deployed once; the second time there is nothing to change", async () => {
    const first = await world.run("cluster deploy batch");
    expect(first).toMatchObject({ exitCode: 0, stdout: expect.stringContaining("Cluster batch: created") });
    expect(first.stderr).toMatch(/^Target: local engine in this process/);
    const second = await world.run("cluster deploy batch");
    expect(second.stdout).toContain("already deployed, nothing to change");
  });

  test("a job is deployed, run, and found again by other commands", async () => {
    const again = await world.run(
      "deploy hello --cluster batch --image job:1 -p a=1 -- sh -c",
      'echo "hello $ACME_PARAMETERS"',
    );
    expect(again, again.stderr).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining("hello: created, version 1 is live"),
    });
    expect(existsSync(join(world.folder, ".acme", "definitions", "batch-hello.json"))).toBe(true);

    const ran = await world.run("run hello --cluster batch -p b=two --wait --run-name first");
    expect(ran.exitCode, ran.stderr).toBe(0);
    expect(ran.stdout).toContain('hello {"a":1,"b":"two"}');
    expect(ran.stdout).toContain("Run first succeeded");

    const runs = await world.run("runs --cluster batch --json");
    expect(JSON.parse(runs.stdout)).toMatchObject([
      { name: "first", deployment: "hello", status: "SUCCEEDED", version: 1 },
    ]);
    const logs = await world.run("logs first --cluster batch");
    expect(logs.stdout).toContain('hello {"a":1,"b":"two"}');
  });

  test("acme.config.json saves the typing, and a definition file deploys as it is", async () => {
    const config = { cluster: "batch", deployments: { configured: { image: "job:1", command: ["true"] } } };
    writeFileSync(join(world.folder, "acme.config.json"), JSON.stringify(config));
    const compiled = await world.run("compile configured --out configured.json");
    expect(compiled, compiled.stderr).toMatchObject({ exitCode: 0 });
    const deployed = await world.run("deploy configured.json");
    expect(deployed, deployed.stderr).toMatchObject({ exitCode: 0 });
    const all = await world.run("deploy");
    expect(all, all.stderr).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining("configured: already deployed"),
    });
  });

  test("the exit code of the job is the exit code of run --wait, with the reason in words", async () => {
    await deployJob(world, "failing", "echo before; echo oops >&2; exit 3");
    const failed = await world.run("run failing --wait");
    expect(failed.exitCode, failed.stderr).toBe(3);
    expect(failed.stdout).toContain("oops");
    expect(failed.stdout).toMatch(/Run \S+ failed/);
    expect(failed.stdout).toContain("exited with code 3");
  });

  test("a command that cannot start says which", async () => {
    await world.run("deploy missing --image job:1 -- no-such-command-here");
    const failed = await world.run("run missing --wait");
    expect(failed.exitCode).toBe(1);
    expect(failed.stdout).toContain("no-such-command-here");
  });

  test("Ctrl-C while a run is watched stops it, because its engine ends too", async () => {
    await deployJob(world, "long", "echo begun; sleep 600");
    const running = world.start("run long --wait --run-name interrupted");
    await running.seen("begun");
    running.child.kill("SIGINT");
    expect(await running.finished).toMatchObject({ exitCode: 130 });
    const runs = await world.run("runs long --json");
    expect(JSON.parse(runs.stdout)).toMatchObject([{ name: "interrupted", status: "ABORTED" }]);
  });

  test("unknown names are answered with what there is", async () => {
    const deployment = await world.run("run helo");
    expect(deployment.exitCode).toBe(1);
    expect(deployment.stderr).toContain("hello");
    const run = await world.run("logs nothing-like-it");
    expect(run.exitCode).toBe(1);
    expect(run.stderr).toContain("nothing-like-it");
    const cluster = await world.run("cluster describe bach");
    expect(cluster.exitCode).toBe(1);
    expect(cluster.stderr).toContain("batch");
  });

  test("a wrong Fargate size is refused with the nearest ones, before anything is called", async () => {
    const refused = await world.run("deploy odd --image job:1 --cpu 256 --memory 4096 -- true");
    expect(refused.exitCode).toBe(1);
    expect(refused.stderr).toMatch(/4096/);
    expect(refused.stderr).toMatch(/2048/);
  });

  test("the cluster goes with everything in it, after a yes", async () => {
    const unasked = await world.run("cluster delete batch");
    expect(unasked).toMatchObject({ exitCode: 2, stderr: expect.stringContaining("Add --yes.") });
  });
});

describe("one engine, several commands", () => {
  let world: World;
  beforeAll(() => {
    world = createWorld();
  });
  afterAll(() => world.close());

  test("commands join the engine of acme up, and a run goes on when its watcher leaves", async () => {
    const engine = await world.up();
    const cluster = await world.run("cluster deploy");
    expect(cluster.stderr).toContain(`Target: local engine at ${engine.url}`);
    await deployJob(world, "waits", "echo begun; while [ ! -e go ]; do sleep 0.05; done; echo done");
    const watching = world.start("run waits --wait --run-name watched");
    await watching.seen("begun");
    watching.child.kill("SIGINT");
    expect(await watching.finished).toMatchObject({
      exitCode: 130,
      stderr: expect.stringContaining("the run goes on"),
    });

    writeFileSync(join(world.folder, "go"), "");
    const logs = await world.run("logs watched --follow");
    expect(logs.stdout).toMatch(/^begun\ndone\n/m);
    expect((await world.run("run waits --json")).exitCode).toBe(0);

    const second = await world.run("up --port 0");
    expect(second.exitCode).toBe(1);
    expect(second.stderr).toContain("Another engine is using");

    engine.child.kill("SIGINT");
    expect(await engine.finished).toMatchObject({ exitCode: 0 });
  });

  test("a stopped run takes its process with it", async () => {
    const engine = await world.up();
    await deployJob(world, "forever", "echo $$; sleep 600");
    expect((await world.run("run forever --run-name stopped")).exitCode).toBe(0);
    const following = world.start("logs stopped --follow");
    await expect.poll(() => following.printed.stdout, { timeout: 10_000 }).toMatch(/^[0-9]+$/m);
    const stopped = await world.run("stop stopped --reason enough");
    expect(stopped).toMatchObject({ exitCode: 0, stdout: expect.stringContaining("aborted") });
    expect((await following.finished).exitCode).toBe(0);
    const pid = Number(/^[0-9]+$/m.exec(following.printed.stdout)?.[0]);
    await expect.poll(() => isAlive(pid), { timeout: 10_000 }).toBe(false);
    engine.child.kill("SIGTERM");
    await engine.finished;
  });

  test("a port that another program has is named", async () => {
    const { createServer } = await import("node:net");
    const server = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => {
      server.once("listening", resolve);
    });
    const address = server.address();
    const port = typeof address === "object" && address ? address.port : 0;
    const refused = await world.run("up --port", String(port));
    expect(refused).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining(`Port ${port} on 127.0.0.1 is in use`),
    });
    server.close();
  });
});

describe("what cannot work is said before anything is changed", () => {
  test("a state file that is none", async () => {
    const world = createWorld();
    mkdirSync(join(world.folder, ".acme"));
    const garbage = "not a database, but long enough to be looked at".repeat(100);
    writeFileSync(join(world.folder, ".acme", "engine.db"), garbage);
    const refused = await world.run("cluster deploy");
    expect(refused).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining("is not a readable store"),
    });
    expect(refused.stderr).toContain("hint: ");
    expect(readFileSync(join(world.folder, ".acme", "engine.db"), "utf8")).toBe(garbage);
    await world.close();
  });

  test("a home that cannot be made", async () => {
    const world = createWorld({ ACME_HOME: "file/home" });
    writeFileSync(join(world.folder, "file"), "");
    const refused = await world.run("cluster deploy");
    expect(refused).toMatchObject({ exitCode: 1, stderr: expect.stringContaining("Cannot write the store") });
    await world.close();
  });

  test("a template that is not there, is no template, or has a type that nobody knows", async () => {
    const world = createWorld();
    const missing = await world.run("cluster deploy --template none.yaml");
    expect(missing).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining("none.yaml does not exist"),
    });
    writeFileSync(join(world.folder, "bad.yaml"), "Resources: [");
    const malformed = await world.run("cluster deploy --template bad.yaml");
    expect(malformed.exitCode, malformed.stderr).toBe(1);
    expect(malformed.stderr).toContain("hint: ");
    writeFileSync(
      join(world.folder, "moon.yaml"),
      "Parameters: { ClusterName: { Type: String } }\nResources: { A: { Type: AWS::Moon::Base } }\n",
    );
    const unknown = await world.run("cluster deploy --template moon.yaml");
    expect(unknown).toMatchObject({ exitCode: 1, stderr: expect.stringContaining("AWS::Moon::Base") });
    await world.close();
  });

  test("doctor says what is here and what is not", async () => {
    const world = createWorld({ AWS_EC2_METADATA_DISABLED: "true" });
    const local = await world.run("doctor --json");
    expect(local.exitCode).toBe(0);
    expect(JSON.parse(local.stdout)).toMatchObject([
      { name: "Node", status: "ok" },
      { name: "Container engine" },
      { name: "State", status: "ok" },
      { name: "Local engine", status: "ok" },
      { name: "AWS credentials", status: "note" },
    ]);
    const aws = await world.run("doctor --target aws --region eu-west-1");
    expect(aws).toMatchObject({ exitCode: 1, stdout: expect.stringContaining("problem  AWS credentials") });
    await world.close();
  });

  test("AWS without credentials", async () => {
    const world = createWorld({ AWS_EC2_METADATA_DISABLED: "true" });
    const refused = await world.run("cluster deploy --target aws --region eu-west-1");
    expect(refused.exitCode).toBe(1);
    expect(refused.stderr).toMatch(/credentials/i);
    expect(refused.stderr).toContain("hint: ");
    await world.close();
  });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
