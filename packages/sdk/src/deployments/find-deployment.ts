import { AcmeError } from "@acme-engine/cfn";
import { parseDeploymentName } from "../names/deployment-name.ts";
import { nearestNames } from "@acme-engine/stepfn";
import type { Target } from "../target.ts";
import { deploymentTag, listMachines, readTags, stateMachineArnOf } from "./state-machines.ts";
import type { DeployedMachine } from "./state-machines.ts";

/** There is no such deployment in the cluster. */
export class DeploymentNotFoundError extends AcmeError {
  readonly deployment: string;
  /** Full names of all deployments of the cluster. */
  readonly known: readonly string[];
  /** Those that may have been meant, nearest first. */
  readonly nearest: readonly string[];

  constructor(cluster: string, deployment: string, known: readonly string[]) {
    const nearest = nearestNames(deployment, known);
    const meant = nearest.length > 0 ? `Did you mean ${nearest.join(" or ")}? ` : "";
    super("ACME_DEPLOYMENT_NOT_FOUND", `Cluster "${cluster}" has no deployment "${deployment}".`, {
      hint:
        known.length === 0
          ? `The cluster has no deployments: deploy one first.`
          : `${meant}Deployments: ${known.join(", ")}.`,
    });
    this.deployment = deployment;
    this.known = known;
    this.nearest = nearest;
  }
}

/** Where a deployment is expected to be, by its name alone and without asking whether it is there. */
export async function expectDeployment(target: Target, name: string, signal?: AbortSignal) {
  const { fullName, resourceName } = parseDeploymentName(target.cluster, name);
  return { fullName, stateMachineArn: await stateMachineArnOf(target, resourceName, signal) };
}

/**
 * Finds a deployment that is not where its name says, because only the part after the slash was given (`prod` for
 * `etl/prod`).
 * @throws DeploymentNotFoundError; AcmeError ACME_DEPLOYMENT_AMBIGUOUS when several flows have a deployment of that name.
 */
export async function searchDeployment(
  target: Target,
  name: string,
  signal?: AbortSignal,
): Promise<DeployedMachine> {
  const machines = await listMachines(target, signal);
  const exact = machines.find(({ fullName }) => fullName === name);
  if (exact !== undefined) return exact;
  const byLastPart = machines.filter(({ fullName }) => fullName.endsWith(`/${name}`));
  const [only] = byLastPart;
  if (only !== undefined && byLastPart.length === 1) return only;
  const names = byLastPart.map(({ fullName }) => fullName);
  if (names.length > 1)
    throw new AcmeError("ACME_DEPLOYMENT_AMBIGUOUS", `"${name}" may be ${names.join(" or ")}.`, {
      hint: "Give the full name, <flow>/<deployment>.",
    });
  throw new DeploymentNotFoundError(
    target.cluster,
    name,
    machines.map(({ fullName }) => fullName),
  );
}

/** The deployment where its name says, else wherever its last part leads to one only. */
export async function locateDeployment(
  target: Target,
  name: string,
  signal?: AbortSignal,
): Promise<DeployedMachine> {
  const { stateMachineArn } = await expectDeployment(target, name, signal);
  const tags = await readTags(target, stateMachineArn, signal);
  const fullName = tags?.[deploymentTag];
  if (tags === undefined || fullName === undefined) return searchDeployment(target, name, signal);
  return { stateMachineArn, fullName, tags };
}
