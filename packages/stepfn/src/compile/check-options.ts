import { AcmeError } from "../acme-error.ts";
import { findNonJson } from "../json.ts";
import type { CompileOptions } from "./compile-options.ts";

/** Seconds in a state machine: 1 to 99,999,999. Source: https://states-language.net/spec.html#task-state */
const maxSeconds = 99_999_999;

const revisionArn = /^arn:[\w-]+:ecs:[\w-]+:\d{12}:task-definition\/[\w-]+:[1-9]\d*$/;

/** Throws the first thing in the options that could not become a state machine. */
export function checkCompileOptions(options: CompileOptions): void {
  checkName(options.name);
  checkSource(options);
  checkCluster(options);
  if (options.command !== undefined && options.entrypoint !== undefined) {
    refuse("command and entrypoint", "both are given", "Give a command, or the path of a flow, not both.");
  }
  if (options.command?.length === 0) {
    refuse("command", "[] is empty", "Leave it out to run the image's own command.");
  }
  checkEntrypoint(options.entrypoint);
  checkWhole("retries", options.retries, 0, maxSeconds);
  checkWhole("retryDelaySeconds", options.retryDelaySeconds, 1, maxSeconds);
  checkWhole("timeoutSeconds", options.timeoutSeconds, 1, maxSeconds);
  checkParametersAreJson(options.parameters);
  for (const [name, value] of Object.entries(options.environment ?? {})) {
    if (typeof value !== "string")
      refuse("environment", `${name} is ${JSON.stringify(value)}`, "Values are strings.");
    refuseReserved(name, "environment");
  }
  for (const name of Object.keys(options.secrets ?? {})) {
    refuseReserved(name, "secrets");
    if (options.environment?.[name] !== undefined) {
      refuse("secrets", `${name} is also in environment`, "ECS refuses a name that is in both; keep one.");
    }
  }
}

/** Throws ACME_INVALID_JOB for defaults that JSON would lose or change. */
export function checkParametersAreJson(parameters: CompileOptions["parameters"]): void {
  const lost = findNonJson(parameters ?? {});
  if (lost === undefined) return;
  refuse(
    "parameters",
    `the value at ${lost} is not JSON`,
    "Use strings, finite numbers, true, false, null, arrays and plain objects.",
  );
}

/**
 * Names of state machines, families and log streams at once.
 * Source: https://docs.aws.amazon.com/step-functions/latest/apireference/API_CreateStateMachine.html ("name")
 */
function checkName(name: string): void {
  if (/^[A-Za-z0-9_-]{1,80}$/.test(name)) return;
  const reason = name.length > 80 ? `it has ${name.length} characters` : "it has other characters";
  refuse(
    "name",
    `${JSON.stringify(name)} is not a name of a state machine: ${reason}`,
    "Use 1 to 80 letters, digits, - and _.",
  );
}

function checkSource({ image, taskDefinitionArn }: CompileOptions): void {
  if ((image === undefined) === (taskDefinitionArn === undefined)) {
    refuse(
      "image and taskDefinitionArn",
      image === undefined ? "neither is given" : "both are given",
      "Give one of them.",
    );
  }
  if (image !== undefined && (image === "" || /\s/.test(image))) {
    refuse(
      "image",
      `${JSON.stringify(image)} is not a container image`,
      "Expected something like python:3.13-slim or an ECR address.",
    );
  }
  if (taskDefinitionArn !== undefined && !revisionArn.test(taskDefinitionArn)) {
    refuse(
      "taskDefinitionArn",
      `${JSON.stringify(taskDefinitionArn)} is not the ARN of a task definition with its revision`,
      "Expected arn:aws:ecs:<region>:<account>:task-definition/<family>:<revision>. The revision is needed: a run must not change under way.",
    );
  }
}

function checkCluster({ cluster }: CompileOptions): void {
  for (const field of ["clusterArn", "bucketName", "stateMachineRoleArn"] as const) {
    if (typeof cluster[field] !== "string" || cluster[field] === "") {
      refuse(`cluster.${field}`, "it is missing", "Take it from the cluster stack's outputs.");
    }
  }
  if (!/^arn:[\w-]+:ecs:[\w-]+:\d{12}:cluster\/[\w-]+$/.test(cluster.clusterArn)) {
    refuse(
      "cluster.clusterArn",
      `${JSON.stringify(cluster.clusterArn)} is not the ARN of an ECS cluster`,
      "Expected arn:aws:ecs:<region>:<account>:cluster/<name>.",
    );
  }
  if (!/^arn:[\w-]+:iam::\d{12}:role\/.+$/.test(cluster.stateMachineRoleArn)) {
    refuse(
      "cluster.stateMachineRoleArn",
      `${JSON.stringify(cluster.stateMachineRoleArn)} is not the ARN of a role`,
      "Expected arn:aws:iam::<account>:role/<name>.",
    );
  }
  if (cluster.subnetIds.length === 0) {
    refuse("cluster.subnetIds", "it is empty", "A Fargate task needs at least one subnet.");
  }
}

function checkEntrypoint(entrypoint: string | undefined): void {
  if (entrypoint === undefined) return;
  if (/^[^:\s][^:]*\.py:[A-Za-z_][\w.]*$/.test(entrypoint)) return;
  if (/^[A-Za-z_]\w*(\.[A-Za-z_]\w*)+$/.test(entrypoint)) return;
  refuse(
    "entrypoint",
    `${JSON.stringify(entrypoint)} does not name a flow`,
    "Expected a file and a function in the image, flows/etl.py:etl, or a dotted path, package.module.etl.",
  );
}

function checkWhole(field: string, value: number | undefined, least: number, most: number): void {
  if (value === undefined || (Number.isInteger(value) && value >= least && value <= most)) return;
  refuse(field, `it is ${JSON.stringify(value)}`, `Expected a whole number from ${least} to ${most}.`);
}

const reserved =
  /^(ACME_PARAMETERS|ACME_PARAMETERS_S3_URI|ACME_EXECUTION_ARN|ACME_RUN_NAME|ACME_RESULT_S3_URI)$/;

function refuseReserved(name: string, field: string): void {
  if (reserved.test(name)) refuse(field, `${name} is set by every run`, "Choose another name.");
}

function refuse(field: string, reason: string, hint: string): never {
  throw new AcmeError("ACME_INVALID_JOB", `The job cannot be compiled. ${field}: ${reason}.`, { hint });
}
