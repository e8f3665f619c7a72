import type { JsonObject } from "../json.ts";
import { concatenate, executionName, expression, literal } from "./jsonata.ts";
import { bucketUri, parametersKey } from "./s3-locations.ts";

export const runState = "Run job";
const checkState = "Check parameters";
const storeState = "Store parameters";
const refuseState = "Refuse input";

/** The environment entry that brings the parameters, as a variable: their text, or where they lie in S3. */
export const parametersEntry = "$parametersEntry";

/**
 * Text that would not carry the parameters exactly: control characters stand raw in AWS's `$string()`, where JSON wants
 * escapes, and numbers are cut to 15 digits. PutObject serialises the value itself and keeps both.
 */
const inexact = String.raw`/[\x00-\x1f]|[:,\[]-?[0-9.]{16}/`;

/**
 * The states before the task. They merge the run's input over the defaults and make `$parametersEntry`.
 *
 *     Check parameters ──(fits the overrides)──────────────► Run job
 *        │        └─(too long, or text would change it)─► Store parameters ─► Run job
 *        └─(not an object)─► Refuse input
 *
 * `maxValueLength`: characters that the JSON form of ACME_PARAMETERS may take in the overrides.
 */
export function createParameterStates(job: {
  name: string;
  bucketName: string;
  defaults: JsonObject;
  maxValueLength: number;
}): { startAt: string; states: JsonObject } {
  const merged = mergeOverDefaults(job.defaults);
  return {
    startAt: checkState,
    states: {
      [checkState]: {
        Type: "Choice",
        Comment: `A task's overrides are limited to 8,192 characters; ${job.maxValueLength} of them are for the parameters`,
        Choices: [
          { Condition: expression('$type($states.input) != "object"'), Next: refuseState },
          {
            Condition: expression(isForS3(merged, job.maxValueLength)),
            Assign: { jobParameters: expression(merged) },
            Next: storeState,
          },
        ],
        Assign: {
          parametersEntry: { Name: "ACME_PARAMETERS", Value: expression(`$string(${merged})`) },
        },
        Default: runState,
      },
      [storeState]: {
        Type: "Task",
        Resource: "arn:aws:states:::aws-sdk:s3:putObject",
        Arguments: {
          Bucket: job.bucketName,
          Key: expression(parametersKey(job.name)),
          // An object, not text: Step Functions writes it as JSON.
          Body: expression("$jobParameters"),
          ContentType: "application/json",
        },
        Retry: [
          {
            ErrorEquals: ["States.TaskFailed"],
            IntervalSeconds: 2,
            BackoffRate: 2,
            MaxAttempts: 4,
            JitterStrategy: "FULL",
          },
        ],
        Assign: {
          parametersEntry: {
            Name: "ACME_PARAMETERS_S3_URI",
            Value: expression(concatenate(literal(bucketUri(job.bucketName)), parametersKey(job.name))),
          },
        },
        Next: runState,
      },
      [refuseState]: {
        Type: "Fail",
        Error: "Acme.InvalidInput",
        Cause: expression(
          concatenate(
            literal(
              'The input of a run is a JSON object of parameters, for example {"day": "2026-01-31"}. Run ',
            ),
            executionName,
            literal(" got "),
            "$type($states.input)",
            literal("."),
          ),
        ),
      },
    },
  };
}

/**
 * Characters are counted as the overrides hold them: the text as a JSON string, with its escapes. AWS does not say whether
 * its limit is of characters or bytes, so text that is not ASCII gets a quarter of the room.
 */
function isForS3(parameters: string, maxValueLength: number): string {
  const tooLong = `$size > ${maxValueLength}`;
  const tooLongInBytes = `$size > ${Math.floor(maxValueLength / 4)} and $contains($text, /[^\\x00-\\x7f]/)`;
  return (
    `( $text := $string(${parameters}); $size := $length($string([$text])) - 2; ` +
    `${tooLong} or (${tooLongInBytes}) or $contains($text, ${inexact}) )`
  );
}

/** JSON's syntax is JSONata's: array constructors are kept whole (`[[1]]` stays), numbers and escapes are read alike. */
function mergeOverDefaults(defaults: JsonObject): string {
  if (Object.keys(defaults).length === 0) return "$states.input";
  return `$merge([${literal(defaults)}, $states.input])`;
}
