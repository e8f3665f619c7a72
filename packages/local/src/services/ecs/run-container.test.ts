import { createServer } from "node:http";
import { type AddressInfo, createServer as createSilentServer, type Socket } from "node:net";

import { StopTaskCommand } from "@aws-sdk/client-ecs";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { containerLabels } from "../../containers/create-body.ts";
import { findTestEngine, testImage } from "../../containers/testing/test-engine.ts";
import { containerDefinition, createEcsWorld, type EcsWorld } from "./testing/ecs-world.ts";

const engine = await findTestEngine();
if (typeof engine === "string") console.warn(`skipped: tasks in containers: ${engine}`);

const sh = (script: string) => ({ entryPoint: ["sh", "-c"], command: [script] });

describe.skipIf(typeof engine === "string")("tasks in containers", () => {
  let world: EcsWorld;
  beforeEach(async () => {
    world = await createEcsWorld({ runtime: "container" });
  });
  afterEach(async () => {
    const storeId = String(world.context.store.prepare("SELECT id FROM ecs_engine").get()?.["id"]);
    await world.close();
    expect(world.bugs).toEqual([]);
    expect(await containersOf(storeId)).toEqual([]);
  });

  test("an image's own command runs, and its container is removed when all is stored", async () => {
    const task = await world.run(await world.register({}));
    const stopped = await world.reaches(task, "STOPPED");
    expect(stopped).toMatchObject({
      stopCode: "EssentialContainerExited",
      containers: [{ exitCode: 0, runtimeId: expect.stringMatching(/^[0-9a-f]{64}$/) }],
    });
    expect(await world.linesOf(task)).toEqual(["from the image"]);
  });

  test("both outputs, long lines and an unfinished last line are stored", async () => {
    const long = 40_000;
    const task = await world.run(
      await world.register(
        sh(`echo error >&2; yes x | seq ${long} | awk '{printf "x"} END {print ""}'; printf end`),
      ),
    );
    await world.reaches(task, "STOPPED");
    const lines = await world.linesOf(task);
    expect(lines.map((line) => line.length).sort((a, b) => a - b)).toEqual([3, 5, long]);
    expect(lines).toContain("error");
    expect(lines.at(-1)).toBe("end");
  });

  test("every line of much output is stored in order", async () => {
    const count = 9_000;
    const task = await world.run(await world.register(sh(`seq ${count}`)));
    await world.reaches(task, "STOPPED");
    expect(await world.linesOf(task)).toEqual(Array.from({ length: count }, (_, index) => String(index + 1)));
  });

  test("too much memory kills the container, and AWS's words say so", async () => {
    const task = await world.run(
      await world.register({
        ...sh("sleep 1; exec dd if=/dev/zero of=/dev/null bs=100M count=1"),
        memory: 16,
      }),
    );
    const stopped = await world.reaches(task, "STOPPED");
    expect(stopped).toMatchObject({
      stoppedReason: "Essential container in task exited",
      containers: [{ exitCode: 137 }],
    });
    // Podman 4.3 says itself that memory was not the reason.
    if (typeof engine === "string" || engine.name.startsWith("Podman")) return;
    expect(stopped.containers?.[0]?.reason).toBe("OutOfMemoryError: Container killed due to memory usage");
  });

  test("working directory, user and read-only root are the definition's", async () => {
    const task = await world.run(
      await world.register({
        ...sh("echo $PWD; id -u; touch /work/file || echo read-only"),
        workingDirectory: "/work",
        user: "1234",
        readonlyRootFilesystem: true,
      }),
    );
    await world.reaches(task, "STOPPED");
    expect(await world.linesOf(task)).toEqual(expect.arrayContaining(["/work", "1234", "read-only"]));
  });

  test("containers of a task share its volumes, which end with it", async () => {
    const mountPoints = [{ sourceVolume: "shared", containerPath: "/shared" }];
    const task = await world.run(
      await world.register(
        {},
        {
          volumes: [{ name: "shared" }],
          containerDefinitions: [
            containerDefinition({
              ...sh("cat /shared/file"),
              mountPoints,
              dependsOn: [{ containerName: "setup", condition: "SUCCESS" }],
            }),
            containerDefinition({
              name: "setup",
              ...sh("echo from setup > /shared/file"),
              mountPoints,
              essential: false,
            }),
          ],
        },
      ),
    );
    await world.reaches(task, "STOPPED");
    expect(await world.linesOf(task)).toEqual(["from setup"]);
    await world.close();
    expect(JSON.stringify(await ask("/volumes"))).not.toContain(`acme-${task.taskArn?.split("/").at(-1)}`);
    world = await createEcsWorld({ runtime: "container" });
  });

  test("a job reaches what listens on this machine's loopback", async () => {
    const server = createServer((_, response) => response.end("hello from the engine\n"));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const there = await createEcsWorld({ runtime: "container", endpoint: () => `http://127.0.0.1:${port}` });
    const task = await there.run(await there.register(sh("wget -qO- $AWS_ENDPOINT_URL")));
    await there.reaches(task, "STOPPED");
    expect(await there.linesOf(task)).toEqual(["hello from the engine"]);
    await there.close();
    server.close();
  });

  test("StopTask reaches the container", async () => {
    const task = await world.run(
      await world.register({
        ...sh("trap 'exit 9' TERM; while :; do sleep 0.05; done"),
        linuxParameters: { initProcessEnabled: true },
      }),
    );
    await world.reaches(task, "RUNNING");
    await world.ecs.send(new StopTaskCommand({ cluster: "batch", task: task.taskArn }));
    const stopped = await world.reaches(task, "STOPPED");
    expect(stopped).toMatchObject({ stopCode: "UserInitiated", stoppedReason: "Task stopped by user" });
    // SIGTERM may come before the shell has set its trap.
    expect([9, 143]).toContain(stopped.containers?.[0]?.exitCode);
  });

  test("an image that cannot be had fails the task", async () => {
    // Nothing listens on port 1, so the registry refuses at once.
    const task = await world.run(await world.register({ ...sh("true"), image: "127.0.0.1:1/none:1" }));
    expect(await world.reaches(task, "STOPPED")).toMatchObject({
      stopCode: "TaskFailedToStart",
      stoppedReason: expect.stringMatching(/^CannotPullContainerError: .*127\.0\.0\.1:1\/none:1/),
    });
  });

  test("a task can be stopped while its image is pulled", async () => {
    // A registry that takes connections and never says anything.
    const sockets: Socket[] = [];
    const registry = createSilentServer((socket) => sockets.push(socket));
    await new Promise<void>((resolve) => registry.listen(0, "127.0.0.1", resolve));
    const { port } = registry.address() as AddressInfo;
    const task = await world.run(await world.register({ ...sh("true"), image: `127.0.0.1:${port}/slow:1` }));
    await new Promise((resolve) => registry.once("connection", resolve));
    await world.ecs.send(new StopTaskCommand({ cluster: "batch", task: task.taskArn, reason: "too slow" }));
    expect(await world.reaches(task, "STOPPED")).toMatchObject({
      stopCode: "UserInitiated",
      stoppedReason: "too slow",
    });
    for (const socket of sockets) socket.destroy();
    registry.close();
  });

  test("with auto a task whose image cannot be had runs as a process, and says so", async () => {
    const auto = await createEcsWorld({ runtime: "auto" });
    const task = await auto.run(await auto.register({ ...sh("echo here"), image: "127.0.0.1:1/none:1" }));
    await auto.reaches(task, "STOPPED");
    expect(await auto.linesOf(task)).toEqual(["here"]);
    expect(auto.notices.map(({ message }) => message)).toContainEqual(
      expect.stringMatching(/^runs as a process of this machine: its image cannot be had/),
    );
    await auto.close();
  });

  test("with auto a task whose image is here runs in a container", async () => {
    const auto = await createEcsWorld({ runtime: "auto" });
    const task = await auto.run(await auto.register({ image: testImage }));
    await auto.reaches(task, "STOPPED");
    expect(await auto.linesOf(task)).toEqual(["from the image"]);
    await auto.close();
  });

  test("a command that cannot start fails the task", async () => {
    const task = await world.run(await world.register({ command: ["no-such-program"] }));
    expect(await world.reaches(task, "STOPPED")).toMatchObject({
      stopCode: "TaskFailedToStart",
      stoppedReason: expect.stringMatching(/^CannotStartContainerError: .*no-such-program/),
    });
  });
});

function containersOf(storeId: string): Promise<unknown> {
  return ask("/containers/json", {
    all: "1",
    filters: JSON.stringify({ label: [`${containerLabels.store}=${storeId}`] }),
  });
}

async function ask(path: string, query: Record<string, string> = {}): Promise<unknown> {
  return typeof engine === "string" ? [] : engine.connection.call({ method: "GET", path, query });
}
