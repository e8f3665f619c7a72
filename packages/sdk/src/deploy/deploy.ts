import { checkDefinition, isPinned, readDefinitionFile } from "@acme-engine/stepfn";
import type { DefinitionFile, JobDefinitionFile } from "@acme-engine/stepfn";
import { AcmeError } from "@acme-engine/cfn";
import { parseDeployOptions } from "../input/parse-deploy-options.ts";
import { checkCredentials } from "./check-credentials.ts";
import { compileJob } from "./compile-job.ts";
import type { DeployContext } from "./deploy-context.ts";
import { deployStateMachine } from "./deploy-state-machine.ts";
import { deployTaskStacks } from "./deploy-task-stack.ts";
import type { Deployment } from "./deployment.ts";
import { describeJobCluster } from "./describe-job-cluster.ts";
import { refuseTakenName } from "./refuse-taken-name.ts";
import { resolveJobImage } from "./resolve-image.ts";
import { writeDefinition } from "./write-definition.ts";

/**
 * Deploys a job: image → task definition → definition file → state machine → alias `live`. What can be refused is
 * refused before anything is made. Cut off and repeated, it goes on where it stopped.
 */
export async function deploy(context: DeployContext, options: unknown): Promise<Deployment> {
  const job = parseDeployOptions(context.target.cluster, options);
  await checkCredentials(context);
  const cluster = await describeJobCluster(context, job);
  await refuseTakenName(context, cluster, job.names);
  const image = await resolveJobImage(context, job);
  const compiled = compileJob(job, cluster, image);
  const pinned = await deployTaskStacks(context, compiled);
  const path = await writeDefinition(context, pinned);
  return deployStateMachine(context, pinned, path);
}

/** A definition file that has been written, and where. */
export interface CompiledJob<File extends DefinitionFile = JobDefinitionFile> {
  readonly path: string;
  readonly file: File;
}

/** As `deploy`, up to the definition file: the cluster and the registry are asked, nothing is made at AWS. */
export async function compileOnly(
  context: DeployContext,
  options: unknown,
  path: string | undefined,
): Promise<CompiledJob> {
  const job = parseDeployOptions(context.target.cluster, options);
  await checkCredentials(context);
  const cluster = await describeJobCluster(context, job);
  const image = await resolveJobImage(context, job);
  const file = compileJob(job, cluster, image);
  return { path: await writeDefinition(context, file, path), file };
}

/**
 * Deploys a definition file. When it was compiled from an image and names no revision yet, its task definition is made first, and
 * the pinned file is written to the definitions directory; the given file stays as it is.
 */
export async function deployFile(context: DeployContext, path: string): Promise<Deployment> {
  const { file, text } = await readDefinitionFile(path);
  // Before the task is deployed, so that a broken file changes nothing.
  checkDefinition(file, { text, path });
  refuseOtherCluster(context, file, path);
  await checkCredentials(context);
  if (isPinned(file)) return deployStateMachine(context, file, path);
  const pinned = await deployTaskStacks(context, file);
  return deployStateMachine(context, pinned, await writeDefinition(context, pinned));
}

function refuseOtherCluster(
  { target }: DeployContext,
  { name, deployment }: DefinitionFile,
  path: string,
): void {
  const cluster = deployment.clusterArn.slice(deployment.clusterArn.lastIndexOf("/") + 1);
  if (cluster === target.cluster) return;
  throw new AcmeError(
    "ACME_CLUSTER_MISMATCH",
    `${path} was compiled for the cluster "${cluster}"; this deployer deploys to "${target.cluster}".`,
    { hint: `Deploy "${name}" with cluster "${cluster}", or compile it again for "${target.cluster}".` },
  );
}
