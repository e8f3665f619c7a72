import { AcmeError } from "@acme-engine/cfn";

/** A deployment's names, as ARCHITECTURE.md lists them. */
export interface DeploymentName {
  readonly cluster: string;
  readonly flowName?: string;
  /** The deployment's own name, e.g. `prod`. */
  readonly name: string;
  /** `etl/prod`, or `prod` for a job without a flow. */
  readonly fullName: string;
  /** State machine, task definition family and start of the log stream: `batch-etl-prod`. */
  readonly resourceName: string;
}

/** Source: Step Functions API Reference, CreateStateMachine, `name`. The task stack's `acme-<resource name>` may have 128. */
const maxResourceNameLength = 80;
/** No two hyphens: `<resource name>--<task>` is a further task definition of a deployment. */
const pattern = /^[a-zA-Z](-?[a-zA-Z0-9])*$/;

/**
 * Checks the names and derives the others from them. A trailing `.py` of the deployment's name is dropped, as Prefect does.
 * @throws AcmeError ACME_BAD_NAME
 */
export function createDeploymentName(parts: {
  cluster: string;
  flowName?: string | undefined;
  name: string;
}): DeploymentName {
  const { cluster, flowName } = parts;
  const name = parts.name.replace(/\.py$/, "");
  checkPart("cluster", cluster);
  if (flowName !== undefined) checkPart("flow", flowName);
  checkPart("deployment", name);
  const resourceName = [cluster, flowName, name].filter((part) => part !== undefined).join("-");
  const over = resourceName.length - maxResourceNameLength;
  if (over > 0) {
    throw new AcmeError(
      "ACME_BAD_NAME",
      `"${resourceName}" has ${resourceName.length} characters; the state machine is named so, and Step Functions allows ${maxResourceNameLength}.`,
      { hint: `Shorten the name of the cluster, the flow or the deployment by ${over} in all.` },
    );
  }
  const names = { cluster, name, resourceName };
  return flowName === undefined
    ? { ...names, fullName: name }
    : { ...names, flowName, fullName: `${flowName}/${name}` };
}

/**
 * Reads `etl/prod` or `prod`.
 * @throws AcmeError ACME_BAD_NAME
 */
export function parseDeploymentName(cluster: string, text: string): DeploymentName {
  const parts = text.split("/");
  const [first = "", second] = parts;
  if (parts.length > 2) {
    throw new AcmeError("ACME_BAD_NAME", `"${text}" is no deployment: it has ${parts.length - 1} slashes.`, {
      hint: "Write <flow>/<deployment>, or <deployment> for a job without a flow.",
    });
  }
  return second === undefined
    ? createDeploymentName({ cluster, name: first })
    : createDeploymentName({ cluster, flowName: first, name: second });
}

/**
 * The flow's name that an entrypoint stands for: the function's, with hyphens, as Prefect names flows by default.
 * @example flowNameOf("flows/etl.py:nightly_etl") // "nightly-etl"
 */
export function flowNameOf(entrypoint: string): string {
  const afterColon = entrypoint.slice(entrypoint.lastIndexOf(":") + 1);
  const functionName = afterColon.slice(afterColon.lastIndexOf(".") + 1);
  return functionName.replaceAll("_", "-");
}

/** A TypeScript flow's name as part of names at AWS. */
export function toFlowName(flow: string): string {
  return flow.replaceAll("_", "-");
}

function checkPart(kind: "cluster" | "flow" | "deployment", name: string): void {
  if (pattern.test(name)) return;
  const suggestion = toUsableName(name);
  throw new AcmeError(
    "ACME_BAD_NAME",
    `${JSON.stringify(name)} cannot name a ${kind}: a name starts with a letter and goes on with letters, digits and single hyphens between them.`,
    {
      hint: suggestion === undefined ? `Give the ${kind} a name such as "etl".` : `"${suggestion}" would do.`,
    },
  );
}

function toUsableName(name: string): string | undefined {
  const usable = name
    .normalize("NFKD")
    .replaceAll(/\p{Mark}/gu, "")
    .replaceAll(/[^a-zA-Z0-9]+/g, "-")
    .replace(/^[^a-zA-Z]+/, "")
    .replace(/-+$/, "");
  return usable === "" ? undefined : usable;
}
