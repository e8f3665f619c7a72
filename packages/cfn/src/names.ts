import { AcmeError } from "./acme-error.ts";

const namePattern = /^[a-zA-Z][a-zA-Z0-9-]*$/;

/** Leaves half of a state machine's name to flow and deployment. */
export const longestClusterName = 40;

/**
 * The state machine is the tightest of all that is named after a deployment: 80 characters (family 255, stack 128 with
 * its prefix `acme-`). Roles and bucket are named by CloudFormation, which cuts names to fit.
 * Source: Step Functions API Reference, CreateStateMachine, name
 */
export const longestResourceName = 80;

/** @throws AcmeError `ACME_BAD_NAME` that quotes the name and says what a name looks like. */
export function checkClusterName(name: string): void {
  checkName("cluster", name, longestClusterName);
}

/**
 * A resource name is `<cluster>-[<flow>-]<deployment>`: the roles of the cluster reach nothing else.
 * @throws AcmeError `ACME_BAD_NAME`
 */
export function checkResourceName(name: string, cluster: string): void {
  checkName("deployment", name, longestResourceName);
  if (!name.startsWith(`${cluster}-`) || name.length === cluster.length + 1)
    throw new AcmeError(
      "ACME_BAD_NAME",
      `"${name}" does not start with the name of its cluster, "${cluster}-"`,
      {
        hint: `Call it ${JSON.stringify(`${cluster}-${name}`)}: the cluster's roles may run only what starts so.`,
      },
    );
}

function checkName(kind: string, name: string, longest: number): void {
  if (namePattern.test(name) && name.length <= longest) return;
  const reason =
    name === ""
      ? "is empty"
      : name.length > longest
        ? `has ${name.length} characters`
        : "has characters that AWS names cannot have";
  throw new AcmeError("ACME_BAD_NAME", `The ${kind} name ${JSON.stringify(name)} ${reason}`, {
    hint: `Expected a letter, then letters, digits and hyphens, ${longest} characters at most, such as "${kind === "cluster" ? "batch" : "batch-etl"}".`,
  });
}

/** `acme-<cluster>` */
export const toClusterStackName = (cluster: string): string => `acme-${cluster}`;

/** `acme-<resource name>` */
export const toTaskStackName = (resourceName: string): string => `acme-${resourceName}`;
