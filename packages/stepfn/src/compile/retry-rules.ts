import type { JsonObject } from "../json.ts";

/**
 * Errors of RunTask that have nothing to do with the job. `ErrorEquals` compares exactly, and the prefix is `ECS.`.
 * `ECS.AmazonECSException` is what an exception without a class of its own is called, throttling among them. With `.sync`, an
 * answer of 200 whose `failures` is not empty (no capacity, resources missing) is `AmazonECS.Unknown`.
 * Source: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RunTask.html#API_RunTask_Errors;
 * names as seen in histories: wellcomecollection/catalogue-pipeline #3554, floci-io/floci #1564
 */
const launchErrors = [
  "ECS.AmazonECSException",
  "ECS.ServerException",
  "ECS.ThrottlingException",
  "ECS.LimitExceededException",
  "ECS.SdkClientException",
  "AmazonECS.Unknown",
];

/** What is tried again when AWS had no room or no time, whatever the job's own rules say. */
export const launchRetryRules: readonly JsonObject[] = [
  {
    ErrorEquals: launchErrors,
    IntervalSeconds: 5,
    BackoffRate: 2,
    MaxDelaySeconds: 120,
    MaxAttempts: 8,
    JitterStrategy: "FULL",
  },
];

/**
 * A throttled look-up of the subnet surfaces under the name of a wrong parameter (cdklabs/construct-hub #415,
 * dagster-io/dagster #33439). A parameter that really is wrong fails after these few attempts.
 */
export const invalidParameterRetryRule: JsonObject = {
  ErrorEquals: ["ECS.InvalidParameterException"],
  IntervalSeconds: 3,
  BackoffRate: 2,
  MaxDelaySeconds: 30,
  MaxAttempts: 4,
  JitterStrategy: "FULL",
};

/** Retry rules of the task, first match wins: AWS had no room or no time, then the user's rule for a job that failed. */
export function createRetryRules(job: { retries: number; retryDelaySeconds: number }): JsonObject[] {
  const rules: JsonObject[] = [...launchRetryRules, invalidParameterRetryRule];
  if (job.retries === 0) return rules;
  return [
    ...rules,
    {
      // States.TaskFailed stands for every error but States.Timeout.
      ErrorEquals: ["States.TaskFailed", "States.Timeout"],
      IntervalSeconds: job.retryDelaySeconds,
      BackoffRate: 1,
      MaxAttempts: job.retries,
    },
  ];
}
