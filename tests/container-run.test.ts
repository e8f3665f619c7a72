import { spawnSync } from "node:child_process";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { createWorld, type World } from "./testing/acme-process.ts";
import { containerLabels } from "../packages/local/src/containers/create-body.ts";
import { findTestEngine, testImage as image } from "../packages/local/src/containers/testing/test-engine.ts";

const engine = await findTestEngine();
if (typeof engine === "string") console.warn(`Skipped tests/container-run.test.ts: ${engine}.`);

describe.skipIf(typeof engine === "string")("a job in a container, through the command", () => {
  let world: World;
  beforeAll(async () => {
    world = createWorld({ ACME_RUNTIME: "container", DOCKER_HOST: process.env["DOCKER_HOST"] ?? "" });
    await world.run("cluster deploy");
  });
  afterAll(() => world.close());

  const deploy = (name: string, script: string, flags = "") =>
    world.run(`deploy ${name} --image ${image} ${flags} -- sh -c`, script);

  test("runs in the image, and reaches the engine", async () => {
    await deploy(
      "hello",
      'echo "$AWS_ENDPOINT_URL"; wget -qO- "$AWS_ENDPOINT_URL/_acme/health"; cat /bin/bash',
    );
    const ran = await world.run("run hello --wait");
    expect(ran.stdout).toMatch(/^http:\/\/127\.0\.0\.1:[0-9]+$/m);
    expect(ran.stdout).toContain('"engine":"acme"');
    // This machine has a bash, the image has none.
    expect(ran.stdout).toContain("can't open '/bin/bash'");
  });

  test("the job's exit code, a kill for memory and a missing command are told apart", async () => {
    await deploy("fails", "exit 7");
    expect((await world.run("run fails --wait")).exitCode).toBe(7);

    await deploy("hungry", "dd if=/dev/zero of=/dev/null bs=700M count=1", "--cpu 256 --memory 512");
    const killed = await world.run("run hungry --wait");
    expect(killed.exitCode).toBe(137);
    expect(killed.stdout).toMatch(/memory/i);

    await world.run(`deploy absent --image ${image} -- no-such-command`);
    const absent = await world.run("run absent --wait");
    expect(absent.exitCode).not.toBe(0);
    expect(absent.stdout).toContain("no-such-command");
  });

  test("an image that cannot be had fails the run and is named", async () => {
    await world.run("deploy ghost --image acme-test/no-such-image:9 -- true");
    const failed = await world.run("run ghost --wait");
    expect(failed.exitCode).toBe(1);
    expect(failed.stdout).toContain("acme-test/no-such-image:9");
  });

  test("Ctrl-C ends the container too", async () => {
    await deploy("long", "echo begun; sleep 600");
    const running = world.start("run long --wait --run-name interrupted");
    await running.seen("begun");
    running.child.kill("SIGINT");
    expect(await running.finished).toMatchObject({ exitCode: 130 });
    // Nothing is left of it, ended or not; other tests have containers of the same image.
    const task = /task ([0-9a-f]{32}) is running/.exec(running.printed.stderr)?.[1] ?? "";
    expect(task).not.toBe("");
    const filter = `label=${containerLabels.task}=${task}`;
    const left = spawnSync("docker", ["ps", "--all", "--quiet", "--filter", filter], { encoding: "utf8" });
    expect(left.status).toBe(0);
    expect(left.stdout).toBe("");
  });
});
