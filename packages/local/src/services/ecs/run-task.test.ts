import { spawnSync } from "node:child_process";

import { FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { DescribeTasksCommand, StopTaskCommand } from "@aws-sdk/client-ecs";
import { afterEach, beforeEach, expect, test } from "vitest";

import { containerDefinition, createEcsWorld, type EcsWorld } from "./testing/ecs-world.ts";

let world: EcsWorld;
beforeEach(async () => {
  world = await createEcsWorld({ hostEnvironment: { PATH: process.env["PATH"], AWS_PROFILE: "mine" } });
});
afterEach(async () => {
  await world.close();
  expect(world.bugs).toEqual([]);
});

const sh = (script: string) => ({ entryPoint: ["sh", "-c"], command: [script] });

test("a task goes through AWS's states and ends with its container's exit code", async () => {
  const task = await world.run(await world.register(sh("echo out; echo err >&2; exit 3")));
  expect(task).toMatchObject({ lastStatus: "PROVISIONING", desiredStatus: "RUNNING", group: "family:job" });

  const stopped = await world.reaches(task, "STOPPED");
  expect(world.changes.map(({ lastStatus }) => lastStatus)).toEqual([
    "PROVISIONING",
    "PENDING",
    "PENDING",
    "RUNNING",
    "STOPPING",
    "DEPROVISIONING",
    "STOPPED",
  ]);
  expect(stopped).toMatchObject({
    stopCode: "EssentialContainerExited",
    stoppedReason: "Essential container in task exited",
    desiredStatus: "STOPPED",
    containers: [{ name: "main", lastStatus: "STOPPED", exitCode: 3 }],
  });
  expect((await world.linesOf(task)).sort()).toEqual(["err", "out"]);
});

test("what is described later is what was told", async () => {
  const task = await world.run(await world.register(sh("true")));
  const stopped = await world.reaches(task, "STOPPED");
  const { tasks } = await world.ecs.send(
    new DescribeTasksCommand({ cluster: "batch", tasks: [task.taskArn ?? ""], include: ["TAGS"] }),
  );
  expect(tasks).toEqual([stopped]);
});

test("the log says first that nothing but the command is as in the container", async () => {
  const task = await world.run(await world.register(sh("true")));
  await world.reaches(task, "STOPPED");
  const streams = await world.context.call<object, { events: { message: string }[] }>(
    "logs",
    "FilterLogEvents",
    { logGroupName: "/acme/batch" },
  );
  expect(streams.events[0]?.message).toBe(
    "acme: runs as a process of this machine, not in a container of acme-test/busybox:1: the engine was started with --runtime process. Not enforced: cpu 256, memory 512 MiB, image.",
  );
});

test("a job reaches the engine with throw-away credentials and nothing of the user's", async () => {
  const task = await world.run(await world.register(sh("env | sort")));
  await world.reaches(task, "STOPPED");
  const aws = (await world.linesOf(task)).filter((line) => line.startsWith("AWS_"));
  expect(aws).toEqual([
    "AWS_ACCESS_KEY_ID=acme-local",
    "AWS_CONFIG_FILE=/dev/null",
    "AWS_DEFAULT_REGION=us-east-1",
    "AWS_EC2_METADATA_DISABLED=true",
    "AWS_ENDPOINT_URL=http://127.0.0.1:4566",
    "AWS_REGION=us-east-1",
    "AWS_SECRET_ACCESS_KEY=acme-local",
    "AWS_SHARED_CREDENTIALS_FILE=/dev/null",
  ]);
});

test("overrides replace the command and add to the environment", async () => {
  const definition = await world.register({
    ...sh("echo never"),
    environment: [
      { name: "A", value: "definition" },
      { name: "B", value: "definition" },
    ],
  });
  const task = await world.run(definition, {
    overrides: {
      containerOverrides: [
        { name: "main", command: ["echo $A $B"], environment: [{ name: "B", value: "override" }] },
      ],
    },
  });
  await world.reaches(task, "STOPPED");
  expect(await world.linesOf(task)).toEqual(["definition override"]);
});

test("StopTask sends SIGTERM, and the task says who stopped it", async () => {
  const task = await world.run(
    await world.register(sh("trap 'echo bye; exit 7' TERM; echo ready; while :; do sleep 0.05; done")),
  );
  await logged(task, "ready");
  const { task: stopping } = await world.ecs.send(
    new StopTaskCommand({ cluster: "batch", task: task.taskArn, reason: "enough" }),
  );
  expect(stopping).toMatchObject({ desiredStatus: "STOPPED", stopCode: "UserInitiated" });
  expect(await world.reaches(task, "STOPPED")).toMatchObject({
    stopCode: "UserInitiated",
    stoppedReason: "enough",
    containers: [{ exitCode: 7 }],
  });
  expect(await world.linesOf(task)).toEqual(expect.arrayContaining(["ready", "bye"]));
});

test("a container that ignores SIGTERM is killed after its stop timeout", async () => {
  const task = await world.run(
    await world.register({
      ...sh("trap '' TERM; echo ready; while :; do sleep 0.05; done"),
      stopTimeout: 40,
    }),
  );
  await logged(task, "ready");
  await world.ecs.send(new StopTaskCommand({ cluster: "batch", task: task.taskArn }));
  world.clock.advanceTo(world.clock.now() + 39_000);
  expect(world.changes.at(-1)?.lastStatus).toBe("STOPPING");
  world.clock.advanceTo(world.clock.now() + 1_000);
  expect(await world.reaches(task, "STOPPED")).toMatchObject({ containers: [{ exitCode: 137 }] });
});

test("what a command left running goes with it", async () => {
  const task = await world.run(await world.register(sh("sleep 1000 & echo $!")));
  await world.reaches(task, "STOPPED");
  const [pid] = await world.linesOf(task);
  expect(isRunning(pid)).toBe(false);
});

test("a command that cannot start fails the task", async () => {
  const task = await world.run(await world.register({ command: ["no-such-program"] }));
  expect(await world.reaches(task, "STOPPED")).toMatchObject({
    stopCode: "TaskFailedToStart",
    stoppedReason: expect.stringMatching(/^CannotStartContainerError: exec: "no-such-program": .*not found/),
    containers: [{ reason: expect.stringContaining("no-such-program") }],
  });
});

test("without a container engine the runtime decides: fail, or run as a process and say why", async () => {
  const none = { PATH: process.env["PATH"], DOCKER_HOST: "unix:///nowhere/docker.sock" };
  const strict = await createEcsWorld({ runtime: "container", hostEnvironment: none });
  const failed = await strict.reaches(await strict.run(await strict.register(sh("true"))), "STOPPED");
  expect(failed).toMatchObject({
    stopCode: "TaskFailedToStart",
    stoppedReason:
      "ResourceInitializationError: no container engine answers: /nowhere/docker.sock is not there. Start Docker or Podman, set DOCKER_HOST, or run with --runtime process",
  });
  await strict.close();

  const auto = await createEcsWorld({ runtime: "auto", hostEnvironment: none });
  const task = await auto.run(await auto.register(sh("echo here")));
  await auto.reaches(task, "STOPPED");
  expect(await auto.linesOf(task)).toEqual(["here"]);
  expect(auto.notices.map(({ message }) => message)).toContain(
    "runs as a process of this machine: no container engine answers: /nowhere/docker.sock is not there; image, cpu and memory are not enforced",
  );
  const imageOnly = await auto.reaches(await auto.run(await auto.register({})), "STOPPED");
  expect(imageOnly.stoppedReason).toContain("Give the task definition a command.");
  await auto.close();
});

test("a missing log group fails the task before anything runs", async () => {
  const task = await world.run(
    await world.register({
      ...sh("true"),
      logConfiguration: {
        logDriver: "awslogs",
        options: {
          "awslogs-group": "/nowhere",
          "awslogs-region": "us-east-1",
          "awslogs-stream-prefix": "job",
        },
      },
    }),
  );
  expect(await world.reaches(task, "STOPPED")).toMatchObject({
    stopCode: "TaskFailedToStart",
    stoppedReason: expect.stringMatching(
      /^ResourceInitializationError: .*ResourceNotFoundException: The specified log group does not exist\./,
    ),
  });
});

test("a missing log group is made when the definition asks for it", async () => {
  const group = "/made/on/demand";
  const task = await world.run(
    await world.register({
      ...sh("echo here"),
      logConfiguration: {
        logDriver: "awslogs",
        options: {
          "awslogs-group": group,
          "awslogs-region": "us-east-1",
          "awslogs-stream-prefix": "job",
          "awslogs-create-group": "true",
        },
      },
    }),
  );
  await world.reaches(task, "STOPPED");
  const { events } = await world.logs.send(
    new FilterLogEventsCommand({ logGroupName: group, filterPattern: "here" }),
  );
  expect(events).toHaveLength(1);
});

test("many tasks at once each have their own output and exit code", async () => {
  const definition = await world.register(sh("echo $N; exit $N"));
  const tasks = await Promise.all(
    Array.from({ length: 30 }, (_, n) =>
      world.run(definition, {
        overrides: { containerOverrides: [{ name: "main", environment: [{ name: "N", value: String(n) }] }] },
      }),
    ),
  );
  const stopped = await Promise.all(tasks.map((task) => world.reaches(task, "STOPPED")));
  expect(stopped.map(({ containers }) => containers?.[0]?.exitCode)).toEqual(tasks.map((_, n) => n));
  expect(await Promise.all(tasks.map((task) => world.linesOf(task)))).toEqual(
    tasks.map((_, n) => [String(n)]),
  );
});

test("secrets come from this machine, and a missing one is named", async () => {
  const secrets = [{ name: "TOKEN", valueFrom: "arn:aws:ssm:us-east-1:000000000000:parameter/token" }];
  const definition = await world.register({ ...sh("echo $TOKEN"), secrets });
  const failed = await world.reaches(await world.run(definition), "STOPPED");
  expect(failed.stoppedReason).toContain("set ACME_SECRET_TOKEN");

  const other = await createEcsWorld({
    hostEnvironment: { PATH: process.env["PATH"], ACME_SECRET_TOKEN: "value" },
  });
  const task = await other.run(await other.register({ ...sh("echo $TOKEN"), secrets }));
  await other.reaches(task, "STOPPED");
  expect(await other.linesOf(task)).toEqual(["value"]);
  await other.close();
});

test("containers wait for those that they depend on", async () => {
  const definition = await world.register(
    {},
    {
      containerDefinitions: [
        containerDefinition({
          ...sh("echo main; sleep 0.05"),
          dependsOn: [{ containerName: "setup", condition: "SUCCESS" }],
        }),
        containerDefinition({ name: "setup", ...sh("echo setup"), essential: false }),
      ],
    },
  );
  const task = await world.run(definition);
  const stopped = await world.reaches(task, "STOPPED");
  expect(stopped.containers).toMatchObject([{ exitCode: 0 }, { exitCode: 0 }]);
  const started = world.changes.filter(({ containers }) => containers?.[0]?.lastStatus === "RUNNING")[0];
  expect(started?.containers?.[1]).toMatchObject({ lastStatus: "STOPPED", exitCode: 0 });
});

test("a dependency that fails keeps its dependents from starting", async () => {
  const definition = await world.register(
    {},
    {
      containerDefinitions: [
        containerDefinition({
          ...sh("echo never"),
          dependsOn: [{ containerName: "setup", condition: "SUCCESS" }],
        }),
        containerDefinition({ name: "setup", ...sh("exit 4"), essential: false }),
      ],
    },
  );
  const task = await world.run(definition);
  expect(await world.reaches(task, "STOPPED")).toMatchObject({
    stopCode: "TaskFailedToStart",
    stoppedReason: expect.stringContaining('SUCCESS of "setup" cannot be met: it exited with code 4'),
  });
  expect(await world.linesOf(task)).toEqual([]);
});

test("an essential container's exit stops the others", async () => {
  const definition = await world.register(
    {},
    {
      containerDefinitions: [
        containerDefinition(sh("exit 0")),
        containerDefinition({ name: "sidecar", ...sh("sleep 1000"), essential: false }),
      ],
    },
  );
  expect(await world.reaches(await world.run(definition), "STOPPED")).toMatchObject({
    stopCode: "EssentialContainerExited",
    containers: [
      { name: "main", exitCode: 0 },
      { name: "sidecar", exitCode: 143 },
    ],
  });
});

test("closing the engine ends its processes and says that they are lost", async () => {
  const task = await world.run(await world.register(sh("echo $$; sleep 1000")));
  const [pid] = await logged(task, /^\d+$/);
  const closed = world.close();
  const stopped = await world.reaches(task, "STOPPED");
  await closed;
  expect(stopped).toMatchObject({
    stopCode: "TerminationNotice",
    stoppedReason: expect.stringMatching(/^Host EC2 \(instance i-[0-9a-f]{17}\) terminated\.$/),
  });
  expect(isRunning(pid)).toBe(false);
  world = await createEcsWorld();
});

/** A zombie does not run; nobody may have reaped it yet. */
function isRunning(pid: string | undefined): boolean {
  const { stdout } = spawnSync("ps", ["-o", "stat=", "-p", String(pid)], { encoding: "utf8" });
  return /^[^Z\s]/.test(stdout.trim());
}

/** Resolves with the lines when one of them matches. */
async function logged(task: Parameters<EcsWorld["linesOf"]>[0], line: string | RegExp): Promise<string[]> {
  await world.reaches(task, "RUNNING");
  for (;;) {
    const lines = await world.linesOf(task);
    if (lines.some((text) => (typeof line === "string" ? text === line : line.test(text)))) return lines;
    await new Promise((resolve) => setImmediate(resolve));
  }
}
