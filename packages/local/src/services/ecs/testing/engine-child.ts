/**
 * An engine in a process of its own, for tests that kill it: `node engine-child.ts <store> <runtime> <script>`.
 *
 * Runs the script as a task, or, on a store that has a task, takes that up. Says on standard output, one JSON a line,
 * how many lines of the task are stored and when it has stopped.
 */
import { ListTasksCommand } from "@aws-sdk/client-ecs";

import type { RuntimeMode } from "../../../containers/choose-runtime.ts";
import { createEcsWorld } from "./ecs-world.ts";

const [storePath = "", runtime = "", script = ""] = process.argv.slice(2);
const say = (what: object) => process.stdout.write(`${JSON.stringify(what)}\n`);

// The test passes one of the three.
const world = await createEcsWorld({ storePath, runtime: runtime as RuntimeMode });
const { taskArns = [] } = await world.ecs.send(new ListTasksCommand({ cluster: "batch" }));
const [earlier] = taskArns;
const task =
  earlier === undefined
    ? await world.run(await world.register({ entryPoint: ["sh", "-c"], command: [script] }))
    : { taskArn: earlier };
say({ taskArn: task.taskArn });
void world.reaches(task, "STOPPED").then(() => say({ stopped: true }));

let said = 0;
const look = () => {
  const row = world.context.store.prepare("SELECT coalesce(max(id), 0) AS lines FROM log_events").get();
  const lines = Number(row?.["lines"]);
  if (lines > said) say({ lines: (said = lines) });
  setTimeout(look, 5);
};
look();
