import { StartExecutionCommand } from "@aws-sdk/client-sfn";
import type { StartExecutionCommandOutput } from "@aws-sdk/client-sfn";
import { AcmeError, AwsCallError, callAws } from "@acme-engine/cfn";
import { expectDeployment, searchDeployment } from "../deployments/find-deployment.ts";
import { isMissing, liveAlias } from "../deployments/state-machines.ts";
import { BadInputError } from "../input/bad-input.ts";
import { lookUp } from "../input/look-up.ts";
import { isGiven, isRecord, quoteValue } from "../input/read-value.ts";
import { withSignal } from "../target.ts";
import type { Target } from "../target.ts";
import { describeRun } from "./describe-run.ts";
import { checkRunParameters } from "./check-run-parameters.ts";
import { checkRunName, createRunName } from "./run-name.ts";
import type { Run } from "./run.ts";

export interface StartRunOptions {
  /** A JSON object. Merged over the deployment's default parameters, key by key. */
  parameters?: Readonly<Record<string, unknown>> | undefined;
  /** Unique within the deployment for 90 days. Default: made from the time, e.g. `20261123-180859-x4k2q9`. */
  runName?: string | undefined;
  /** The same key again gives the run that it gave before, instead of another one. It becomes the run's name. */
  idempotencyKey?: string | undefined;
  signal?: AbortSignal | undefined;
}

/** Source: Step Functions Developer Guide, "Service quotas": input of an execution, 256 KiB of UTF-8. */
const maxInputBytes = 262_144;

const knownOptions: readonly string[] = ["parameters", "runName", "idempotencyKey", "signal"];

/** Options of Prefect's `run_deployment` that are refused: what each would do, and what to do instead. */
const refusedOptions: Readonly<Record<string, string>> = {
  tags: "would label the run; an execution has no labels of its own. Put what you want to find it by into runName",
  scheduledTime: "would start the run later; there are no schedules yet. Start it when it is time",
  flowRunName: "is called runName here",
  timeout:
    "would wait for the run; call wait() or follow() with a signal such as AbortSignal.timeout(60_000)",
  pollInterval: "would say how often to look; wait() and follow() find their own pace. Leave it out",
  workQueueName: "would put the run into a queue; there are no queues, each run starts at once. Leave it out",
  asSubflow: "would tie the run to a flow that is running; runs stand on their own here. Leave it out",
  jobVariables: "would change the run's container; deploy fixes it, so that every run of a version is alike",
};

/**
 * Starts a run on the version that `live` points to.
 * @throws BadInputError, DeploymentNotFoundError, AcmeError ACME_RUN_EXISTS or ACME_PARAMETERS_TOO_LARGE
 */
export async function startRun(target: Target, name: string, options: StartRunOptions = {}): Promise<Run> {
  const { runName, parameters } = checkOptions(target, options);
  const expected = await expectDeployment(target, name, options.signal);
  const start = async (deployment: { fullName: string; stateMachineArn: string }) => {
    const given = await checkRunParameters(target, deployment, parameters, options.signal);
    const input = toInput(given);
    return callAws("StartExecution", () =>
      target.clients.stepFunctions.send(
        new StartExecutionCommand({
          stateMachineArn: `${deployment.stateMachineArn}:${liveAlias}`,
          name: runName,
          input,
        }),
        withSignal(options.signal),
      ),
    );
  };
  let found: { fullName: string; stateMachineArn: string } = expected;
  let started: StartExecutionCommandOutput;
  try {
    try {
      started = await start(expected);
    } catch (error) {
      if (!isMissing(error)) throw error;
      found = await searchDeployment(target, name, options.signal);
      if (found.stateMachineArn === expected.stateMachineArn) throw neverDeployed(found.fullName, error);
      started = await start(found);
    }
  } catch (error) {
    if (!(error instanceof AwsCallError) || error.awsCode !== "ExecutionAlreadyExists") throw error;
    if (options.idempotencyKey === undefined) throw runExists(found.fullName, runName, error);
    const executionArn = `${found.stateMachineArn.replace(":stateMachine:", ":execution:")}:${runName}`;
    return describeRun(target, executionArn, options.signal);
  }
  return {
    name: runName,
    deployment: found.fullName,
    executionArn: started.executionArn ?? "",
    status: "RUNNING",
    startedAt: started.startDate ?? new Date(target.pace.now()),
    parameters: options.parameters ?? {},
  };
}

function checkOptions(
  target: Target,
  options: StartRunOptions,
): { runName: string; parameters: Readonly<Record<string, unknown>> } {
  const { parameters = {}, runName, idempotencyKey } = options;
  const problems = Object.entries(options)
    .filter(([option, value]) => isGiven(value) && !knownOptions.includes(option))
    .map(([option]) => {
      const known = `is no option of run; known: ${knownOptions.join(", ")}`;
      return { path: option, message: lookUp(refusedOptions, option) ?? known };
    });
  if (runName !== undefined && idempotencyKey !== undefined)
    problems.push({ path: "runName", message: "and idempotencyKey both name the run; keep one" });
  if (!isRecord(parameters))
    problems.push({ path: "parameters", message: `is ${quoteValue(parameters)}; expected an object` });
  if (problems.length > 0) throw new BadInputError("run()", problems);
  toInput(parameters);
  const name = runName ?? idempotencyKey;
  return {
    runName: name === undefined ? createRunName(target.pace) : checkRunName(name),
    parameters,
  };
}

function toInput(parameters: Readonly<Record<string, unknown>>): string {
  const input = JSON.stringify(parameters);
  const bytes = Buffer.byteLength(input);
  if (bytes > maxInputBytes)
    throw new AcmeError(
      "ACME_PARAMETERS_TOO_LARGE",
      `The parameters have ${bytes} bytes as JSON; Step Functions takes ${maxInputBytes}.`,
      { hint: "Put large data into S3 and pass its address." },
    );
  return input;
}

function neverDeployed(fullName: string, cause: unknown): AcmeError {
  return new AcmeError("ACME_NOT_DEPLOYED", `"${fullName}" has no version that is live.`, {
    hint: "Its deployment was cut off: deploy it again.",
    cause,
  });
}

function runExists(fullName: string, runName: string, cause: unknown): AcmeError {
  return new AcmeError("ACME_RUN_EXISTS", `"${fullName}" has had a run "${runName}" in the last 90 days.`, {
    hint: "Give another runName, or leave it out; to get the run that is there, pass the name as idempotencyKey.",
    cause,
  });
}
