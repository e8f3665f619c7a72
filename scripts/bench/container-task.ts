import { spawnSync } from "node:child_process";

import {
  DescribeTasksCommand,
  ECSClient,
  RegisterTaskDefinitionCommand,
  RunTaskCommand,
  CreateClusterCommand,
} from "@aws-sdk/client-ecs";
import { startEngine } from "@acme-engine/local";

import { compare, timeProcess } from "./measure.ts";
import type { Row } from "./row.ts";

const what = "container task, RunTask to STOPPED";

/** A task in a container against `docker run` of the same image and command, on the same kind of network. */
export async function measureContainerTask(): Promise<Row[]> {
  const image = process.env["ACME_BENCH_IMAGE"] ?? "acme-test/busybox:1";
  if (spawnSync("docker", ["image", "inspect", image], { stdio: "ignore" }).status !== 0) {
    return [
      {
        what,
        value: `not measured: no container engine with the image ${image} (ACME_BENCH_IMAGE names another)`,
      },
    ];
  }
  const engine = await startEngine({ runtime: "container" });
  const client = new ECSClient({
    region: engine.region,
    requestHandler: engine.requestHandler,
    credentials: { accessKeyId: "a", secretAccessKey: "b" },
  });
  try {
    await client.send(new CreateClusterCommand({ clusterName: "bench" }));
    await client.send(
      new RegisterTaskDefinitionCommand({
        family: "bench",
        requiresCompatibilities: ["FARGATE"],
        networkMode: "awsvpc",
        cpu: "256",
        memory: "512",
        containerDefinitions: [{ name: "main", image, command: ["true"] }],
      }),
    );
    const runTask = async () => {
      const start = performance.now();
      const { tasks } = await client.send(
        new RunTaskCommand({
          cluster: "bench",
          taskDefinition: "bench",
          launchType: "FARGATE",
          networkConfiguration: { awsvpcConfiguration: { subnets: ["subnet-0123456789abcdef0"] } },
        }),
      );
      for (;;) {
        const described = await client.send(
          new DescribeTasksCommand({ cluster: "bench", tasks: [tasks?.[0]?.taskArn ?? ""] }),
        );
        const task = described.tasks?.[0];
        if (task?.lastStatus === "STOPPED") {
          if (task.containers?.[0]?.exitCode !== 0) throw new Error(`the task failed: ${task.stoppedReason}`);
          return performance.now() - start;
        }
        await new Promise((resolve) => {
          setTimeout(resolve, 2);
        });
      }
    };
    const dockerRun = () =>
      timeProcess("docker", [
        "run",
        "--rm",
        "--network",
        "host",
        "--cpus",
        "0.25",
        "--memory",
        "512m",
        image,
        "true",
      ]);
    const { a, b, ratio } = await compare(10, runTask, dockerRun);
    return [
      { what, value: `${a.toFixed(0)} ms`, peer: `docker run ${b.toFixed(0)} ms`, ratio, aim: "≤ 1.1" },
    ];
  } finally {
    client.destroy();
    await engine.close();
  }
}
