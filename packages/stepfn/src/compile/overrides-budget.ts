import { AcmeError } from "../acme-error.ts";
import { isJsonObject, type Json, type JsonObject } from "../json.ts";
import { executionArn, executionName, expression } from "./jsonata.ts";
import { parametersEntry } from "./parameter-states.ts";
import { resultUri } from "./s3-locations.ts";

/**
 * All overrides of a RunTask call together, JSON punctuation included.
 * Source: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RunTask.html#ECS-RunTask-request-overrides
 */
export const maxOverridesLength = 8192;
/** Below this the parameters of nearly every run would have to travel by S3. */
const minParametersLength = 512;
/** For what AWS may count differently, such as a space after a colon. */
const margin = 128;
/** Longest name of an execution. */
const maxExecutionName = "x".repeat(80);

/** What measuring needs to know of a job: how long its run-time values get. */
export interface MeasuredJob {
  name: string;
  bucketName: string;
  /** Where executions live: `arn:aws:states:eu-central-1:111122223333`. */
  statesArnPrefix: string;
}

/**
 * How many characters the JSON form of ACME_PARAMETERS may take next to these `Overrides` of a RunTask state.
 * An expression that is not ours (a transform wrote it) counts as long as its own text.
 */
export function measureParametersRoom(overrides: JsonObject, job: MeasuredJob): number {
  const s3Uri = `s3://${job.bucketName}/parameters/${job.name}/${maxExecutionName}.json`;
  const longest = new Map<string, Json>([
    // The entry with its value empty; the pointer into S3 has to fit too, and is shorter than `minParametersLength`.
    [expression(parametersEntry), { name: "ACME_PARAMETERS", value: "" }],
    [expression(executionName), maxExecutionName],
    [expression(executionArn), `${job.statesArnPrefix}:execution:${job.name}:${maxExecutionName}`],
    [expression(resultUri(job.bucketName, job.name)), s3Uri.replace("/parameters/", "/results/")],
  ]);
  return maxOverridesLength - margin - JSON.stringify(toWire(overrides, longest)).length;
}

/** The overrides as ECS sees them: first letters in lower case, run-time values at their longest. */
function toWire(value: Json, longest: ReadonlyMap<string, Json>): Json {
  if (typeof value === "string") return longest.get(value) ?? value;
  if (Array.isArray(value)) return value.map((part) => toWire(part, longest));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [
      key.charAt(0).toLowerCase() + key.slice(1),
      toWire(part, longest),
    ]),
  );
}

/** Throws when what is always sent leaves the parameters no room worth having. */
export function refuseFullOverrides(room: number, job: { name: string; fromTaskDefinition: boolean }): void {
  if (room >= minParametersLength) return;
  const used = maxOverridesLength - margin - room;
  throw new AcmeError(
    "ACME_OVERRIDES_TOO_LONG",
    `Job "${job.name}" sends ${used} characters of overrides with every run, before its parameters. AWS allows ${maxOverridesLength} ` +
      `for all of them, and ${minParametersLength + margin} are kept for the parameters.`,
    {
      hint: job.fromTaskDefinition
        ? "Put command and environment into the task definition, or give `image` instead of `taskDefinitionArn`: then they are part of the task definition that is made."
        : "Let the transform add less to Overrides: what is the same for every run belongs into the task definition.",
    },
  );
}
