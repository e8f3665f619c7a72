import { describeJobCluster } from "../deploy/describe-job-cluster.ts";
import { checkCredentials } from "../deploy/check-credentials.ts";
import type { DeployContext } from "../deploy/deploy-context.ts";
import { deployStateMachine } from "../deploy/deploy-state-machine.ts";
import { deployTaskStacks } from "../deploy/deploy-task-stack.ts";
import type { Deployment } from "../deploy/deployment.ts";
import { refuseTakenName } from "../deploy/refuse-taken-name.ts";
import { resolveJobImage } from "../deploy/resolve-image.ts";
import { writeDefinition } from "../deploy/write-definition.ts";
import { BadInputError } from "../input/bad-input.ts";
import { toFlowName } from "../names/deployment-name.ts";
import { bundleFlow, storeBundle } from "./bundle-flow.ts";
import { compileFlowJob } from "./compile-flow-job.ts";
import { chooseFlow, readFlowModule } from "./flow-module.ts";
import { parseFlowOptions, runnerImage } from "./parse-flow-options.ts";
import { runnerCommand } from "./runner-command.ts";

/**
 * Deploys a flow: source → definition file → task definitions → state machine → alias `live`. What can be refused is refused
 * before anything is made: the module is compiled and bundled first. Cut off and repeated, it goes on where it stopped.
 */
export async function deployFlow(context: DeployContext, options: unknown): Promise<Deployment> {
  const { target } = context;
  const request = parseFlowOptions(target.cluster, options);
  const module = await readFlowModule(request.modulePath);
  const flow = chooseFlow(module, request.flow);
  const job = request.toJob(toFlowName(flow));
  if (request.image === undefined && target.clients.isAws) throw imageIsMissing();
  await checkCredentials(context);
  const cluster = await describeJobCluster(context, job);
  await refuseTakenName(context, cluster, job.names);
  const bundle = request.image === undefined ? await bundleFlow(context, module) : undefined;
  const runner =
    bundle === undefined
      ? { image: (await resolveJobImage(context, job)) ?? job.container.image }
      : { image: runnerImage, command: runnerCommand(cluster.bucketName, bundle.key) };
  const { file, compiled } = compileFlowJob(request, job, flow, module, cluster, runner);
  context.emit({
    kind: "phase",
    phase: "compile",
    message: `Flow ${compiled.name} compiled: ${compiled.mainPath.length} transitions on its main path`,
  });
  if (bundle !== undefined) await storeBundle(context, cluster.bucketName, bundle);
  const pinned = await deployTaskStacks(context, file);
  const path = await writeDefinition(context, pinned);
  return deployStateMachine(context, pinned, path);
}

function imageIsMissing(): BadInputError {
  return new BadInputError("deployFlow()", [
    {
      path: "image",
      message:
        "is missing; on AWS the tasks run in an image that holds their bundle: build it with the Dockerfile that `acme build` writes, push it, and pass its name",
    },
  ]);
}
