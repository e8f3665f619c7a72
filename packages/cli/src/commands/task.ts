import { type CommandContext, type CommonOptions, withTarget } from "../command-context.ts";
import { usageError } from "../cli-error.ts";
import { findProject } from "../project/find-project.ts";
import { type JobOptions, toDeployOptions } from "./job-options.ts";

/** `acme task deploy NAME --image IMAGE [-- COMMAND…]`: the task definition alone, without a state machine. */
export async function deployTaskCommand(
  context: CommandContext,
  name: string,
  command: readonly string[],
  options: CommonOptions & JobOptions,
): Promise<number> {
  const { io, printer, signal } = context;
  const request = toDeployOptions(name, command, options, findProject(io.cwd, io.env).config);
  const { image } = request;
  if (!image) throw usageError("A task definition needs an image.", `acme task deploy ${name} --image IMAGE`);
  return withTarget(context, options, { changes: true }, async ({ target, cluster }) => {
    const { deployTask, describeCluster } = await import("@acme-engine/cfn");
    const { showStackEvent } = await import("../output/show-progress.ts");
    const client = target.clients.cloudFormation;
    const { jobCpu, jobMemory } = await describeCluster({ name: cluster, client, signal });
    const deployed = await deployTask({
      cluster,
      name: `${cluster}-${name}`,
      image,
      ...(Array.isArray(request.command) ? { command: request.command } : {}),
      environment: request.environment,
      secrets: request.secrets,
      cpu: request.cpu ?? jobCpu,
      memory: request.memory ?? jobMemory,
      architecture: request.architecture,
      ...(request.ephemeralStorageGiB === undefined
        ? {}
        : { ephemeralStorageGiB: request.ephemeralStorageGiB }),
      readOnlyRoot: request.readOnlyRoot,
      stopTimeoutSeconds: request.stopTimeoutSeconds,
      client,
      onEvent: (event) => showStackEvent(printer, event),
      signal,
    });
    printer.result(deployed, `Task definition ${deployed.taskDefinitionArn}: ${deployed.change}`);
    return 0;
  });
}

/** `acme task list` */
export async function listTasksCommand(context: CommandContext, options: CommonOptions): Promise<number> {
  return withTarget(context, options, { changes: false }, async ({ target, cluster }) => {
    const { listTasks } = await import("@acme-engine/cfn");
    const tasks = await listTasks({ cluster, client: target.clients.cloudFormation });
    context.printer.table(
      tasks,
      ["task", "revision", "image", "status"],
      (task: (typeof tasks)[number]) => [
        task.name,
        task.taskDefinitionArn?.split(":").at(-1) ?? "",
        task.image ?? "",
        task.status,
      ],
      `No task definitions in cluster ${cluster}.`,
    );
    return 0;
  });
}
