import type { S3Client } from "@aws-sdk/client-s3";
import { AcmeError } from "../acme-error.ts";
import { checkClusterName, toClusterStackName } from "../names.ts";
import { findStack, toOutputs } from "../stack/describe-stack.ts";
import type { StackDeletion } from "../stack/delete-stack.ts";
import { toInterrupted } from "../stack/interrupted.ts";
import { removeStack } from "../stack/remove-stack.ts";
import type { StackOptions } from "../stack/stack-access.ts";
import { tellStep, toStackAccess } from "../stack/stack-access.ts";
import { emptyBucket } from "./empty-bucket.ts";
import { findDependents } from "./find-dependents.ts";

/** Other stacks need the cluster. `stacks` has their names. Nothing was deleted. */
export class ClusterInUseError extends AcmeError {
  readonly cluster: string;
  readonly stacks: readonly string[];

  constructor(cluster: string, stacks: readonly string[]) {
    super("ACME_CLUSTER_IN_USE", `Cluster "${cluster}" is needed by other stacks: ${stacks.join(", ")}`, {
      hint: "Delete these first.",
    });
    this.cluster = cluster;
    this.stacks = stacks;
  }
}

/**
 * Deletes the cluster with everything in its bucket and its logs, and waits until it has gone.
 * @throws ClusterInUseError while other stacks need it; StackFailedError with the first resource that could not be
 * deleted; InterruptedError on abort.
 */
export async function deleteCluster({
  name,
  s3,
  ...options
}: StackOptions & { name: string; s3: S3Client }): Promise<StackDeletion> {
  checkClusterName(name);
  const stackName = toClusterStackName(name);
  const access = toStackAccess(options);
  try {
    access.signal?.throwIfAborted();
    const stack = await findStack(stackName, access);
    if (stack === undefined) return { stackName, change: "absent" };
    const dependents = await findDependents(name, stack, access);
    if (dependents.length > 0) throw new ClusterInUseError(name, dependents);
    const bucket = toOutputs(stack)["BucketName"];
    if (bucket !== undefined) {
      tellStep(access, stackName, "EMPTYING", `Deleting all objects of bucket ${bucket}`);
      const deleted = await emptyBucket(bucket, s3, access.signal);
      tellStep(access, stackName, "EMPTIED", `Deleted ${deleted} objects of bucket ${bucket}`);
    }
    await removeStack(stack, access);
    return { stackName, change: "deleted" };
  } catch (error) {
    throw access.signal?.aborted ? await toInterrupted(stackName, access) : error;
  }
}
