import { AcmeError } from "../acme-error.ts";
import { checkClusterName, toClusterStackName } from "../names.ts";
import { findAllStacks, findStack, toOutputs, toTags } from "../stack/describe-stack.ts";
import type { StackAccess, StackOptions } from "../stack/stack-access.ts";
import { toStackAccess } from "../stack/stack-access.ts";
import { toStackStanding } from "../stack/stack-standing.ts";
import type { Cluster } from "./cluster.ts";
import { stackTags } from "../stack/stack-tags.ts";
import { isClusterStack, toCluster } from "./cluster.ts";

/** The cluster is not there. `known` has the names of those that are. */
export class ClusterNotFoundError extends AcmeError {
  readonly cluster: string;
  readonly known: readonly string[];

  constructor(cluster: string, known: readonly string[], cause?: unknown) {
    super("ACME_CLUSTER_NOT_FOUND", `There is no cluster "${cluster}" in this account and region`, {
      hint:
        known.length === 0
          ? `There is no cluster at all: make it with \`acme cluster deploy ${cluster}\`, or check region and target.`
          : `Known: ${known.join(", ")}. Make it with \`acme cluster deploy ${cluster}\`.`,
      cause,
    });
    this.cluster = cluster;
    this.known = known;
  }
}

/**
 * One call.
 * @throws ClusterNotFoundError when there is none of that name, or one whose creation has not come to anything.
 */
export async function describeCluster({
  name,
  ...options
}: StackOptions & { name: string }): Promise<Cluster> {
  checkClusterName(name);
  const access = toStackAccess(options);
  const stack = await findStack(toClusterStackName(name), access);
  const standing = toStackStanding(stack?.StackStatus);
  if (stack === undefined || standing === "absent" || standing === "review" || standing === "dead")
    throw await toClusterNotFound(name, access);
  const { StackName: stackName = "", StackStatus: status = "" } = stack;
  return toCluster(name, { stackName, status, outputs: toOutputs(stack) });
}

export async function toClusterNotFound(
  name: string,
  access: StackAccess,
  cause?: unknown,
): Promise<ClusterNotFoundError> {
  return new ClusterNotFoundError(name, await findClusterNames(access), cause);
}

export interface ClusterSummary {
  name: string;
  stackName: string;
  status: string;
}

/** The clusters of this account and region, by name. */
export async function listClusters(options: StackOptions): Promise<ClusterSummary[]> {
  const stacks = await findAllStacks(toStackAccess(options));
  return stacks
    .filter(isClusterStack)
    .map((stack) => ({
      name: toTags(stack)[stackTags.cluster] ?? "",
      stackName: stack.StackName ?? "",
      status: stack.StackStatus ?? "",
    }))
    .sort((a, b) => a.name.localeCompare(b.name));
}

async function findClusterNames({ client, signal, pace }: StackAccess): Promise<string[]> {
  return (await listClusters({ client, signal, pace })).map(({ name }) => name);
}
