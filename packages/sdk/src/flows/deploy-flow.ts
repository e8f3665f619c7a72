import type { DefinitionFile } from "@acme-engine/stepfn";
import { formatDiagnostic } from "@acme-engine/stepfn/compile-flow";
import type { CompiledJob } from "../deploy/deploy.ts";
import { checkCredentials } from "../deploy/check-credentials.ts";
import type { DeployContext } from "../deploy/deploy-context.ts";
import { deployStateMachine } from "../deploy/deploy-state-machine.ts";
import { deployTaskStacks } from "../deploy/deploy-task-stack.ts";
import type { Deployment } from "../deploy/deployment.ts";
import { describeJobCluster } from "../deploy/describe-job-cluster.ts";
import { refuseTakenName } from "../deploy/refuse-taken-name.ts";
import { resolveJobImage } from "../deploy/resolve-image.ts";
import { writeDefinition } from "../deploy/write-definition.ts";
import { BadInputError } from "../input/bad-input.ts";
import { toFlowName } from "../names/deployment-name.ts";
import { buildImage } from "./build-image.ts";
import { bundleFlow, type FlowBundle, storeBundle } from "./bundle-flow.ts";
import { chooseFlow, type FlowModule, readFlowModule } from "./flow-module.ts";
import { type FlowJob, type FlowRequest, parseFlowOptions, runnerImage } from "./parse-flow-options.ts";
import { type PlannedFlow, planFlow } from "./plan-flow.ts";
import { startTypeChecker } from "./open-types.ts";
import { type Runner, runnerCommand } from "./runner-command.ts";

/**
 * Deploys a flow: source → definition file → task definitions → state machine → alias `live`; the flows that it calls before it. What
 * can be refused is refused before anything is made. Cut off and repeated, it goes on where it stopped.
 */
export async function deployFlow(context: DeployContext, options: unknown): Promise<Deployment> {
  const { called, flow } = await prepare(context, options, { makes: true });
  for (const each of called) await deployPlanned(context, each);
  return deployPlanned(context, flow);
}

/** As `deployFlow`, up to the definition files. Off AWS, without an image, the bundle is put where the containers will look for it. */
export async function compileFlowOnly(
  context: DeployContext,
  options: unknown,
  path: string | undefined,
): Promise<CompiledJob<DefinitionFile>> {
  const { called, flow } = await prepare(context, options, { makes: false });
  for (const { file } of called) await writeDefinition(context, file);
  return { path: await writeDefinition(context, flow.file, path), file: flow.file };
}

async function prepare(
  context: DeployContext,
  options: unknown,
  { makes }: { makes: boolean },
): Promise<{ called: PlannedFlow[]; flow: PlannedFlow }> {
  const { target } = context;
  const request = parseFlowOptions(target.cluster, options);
  const module = await readFlowModule(request.modulePath);
  const name = chooseFlow(module, request.flow)?.name ?? request.flow ?? "flow";
  const job = request.toJob(toFlowName(name));
  if (request.image === undefined && target.clients.isAws) throw imageIsMissing();
  await checkCredentials(context);
  const cluster = await describeJobCluster(context, job);
  const types = await startTypeChecker(module);
  try {
    const openTypes = (each: FlowModule) => types.open(each);
    // What does not compile, and a name that is taken, is told before anything is bundled or built.
    const wanted = planFlow(request, module, { cluster, openTypes, runner: { image: runnerImage } });
    if (makes) for (const { names } of wanted) await refuseTakenName(context, cluster, names);
    const { runner, bundle } = await provideRunner(context, request, module, job, cluster.bucketName);
    const planned = planFlow(request, module, { cluster, openTypes, runner });
    for (const each of planned) tellCompiled(context, each, types.missing);
    if (bundle !== undefined) await storeBundle(context, cluster.bucketName, bundle);
    const flow = planned.pop();
    if (flow === undefined) throw new Error("planning a flow has given none");
    return { called: planned, flow };
  } finally {
    types.close();
  }
}

function tellCompiled(
  { emit }: DeployContext,
  { flow, transitions, warnings, module }: PlannedFlow,
  missing: string | undefined,
): void {
  const way =
    transitions === undefined ? "runs in one container" : `${transitions} transitions on its main path`;
  const untyped = missing === undefined ? "" : `, without types: ${missing}`;
  const frames = warnings.map((each) => formatDiagnostic(each, module.source, module.shownPath));
  emit({
    kind: "phase",
    phase: "compile",
    message: [`Flow ${flow} compiled: ${way}${untyped}`, ...frames].join("\n"),
  });
}

/** What runs the tasks: an image that is there, one that is built now, or off AWS any Node, which fetches the bundle. */
async function provideRunner(
  context: DeployContext,
  request: FlowRequest,
  module: FlowModule,
  job: FlowJob,
  bucketName: string,
): Promise<{ runner: Runner; bundle?: FlowBundle }> {
  const { image, build, push, baseImage, dockerfile } = request;
  if (image === undefined) {
    const bundle = await bundleFlow(context, module);
    return {
      bundle,
      runner: { image: baseImage ?? runnerImage, command: runnerCommand(bucketName, bundle.key) },
    };
  }
  if (!build) return { runner: { image: (await resolveJobImage(context, job)) ?? image } };
  const { architecture } = job.container;
  const bundle = await bundleFlow(context, module);
  const built = await buildImage(context, bundle, { image, push, baseImage, dockerfile, architecture });
  const container = { ...job.container, image: built };
  return { runner: { image: push ? ((await resolveJobImage(context, { container })) ?? built) : built } };
}

async function deployPlanned(context: DeployContext, { file }: PlannedFlow): Promise<Deployment> {
  const pinned = await deployTaskStacks(context, file);
  const path = await writeDefinition(context, pinned);
  return deployStateMachine(context, pinned, path);
}

function imageIsMissing(): BadInputError {
  return new BadInputError("deployFlow()", [
    {
      path: "image",
      message:
        "is missing; on AWS the tasks run in an image that holds their bundle. Name one, and add build: true and push: true, or build it with what `acme build` writes",
    },
  ]);
}
