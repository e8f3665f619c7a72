import { callAws } from "../native/call-aws.ts";
import type { AwsPattern } from "./aws-resource.ts";
import type { Aws, AwsCallOptions } from "./aws-services.ts";

/**
 * AWS services, called by the state machine itself: `aws.dynamodb.putItem({ … })`, and `aws.batch.submitJob.sync({ … })` to wait for the job's
 * end. Names are those of Step Functions (`arn:aws:states:::aws-sdk:dynamodb:putItem`), fields begin with a capital. Called in this process,
 * nothing is sent: `runFlow`'s `onAws` answers, and where nothing answers the call is refused. Errors have Step Functions' names, such as
 * `DynamoDb.ConditionalCheckFailedException`.
 */
export const aws: Aws = namesOf(
  (service) =>
    namesOf((operation) =>
      Object.assign(callOf(service, operation, "requestResponse"), {
        sync: callOf(service, operation, "sync"),
      }),
    ),
  // Every name is a service; what the declared ones have is a matter of types.
) as Aws;

function callOf(service: string, operation: string, pattern: AwsPattern) {
  return (input?: unknown, options?: AwsCallOptions) =>
    callAws({ service, operation, pattern }, input, options);
}

/** An object that has something for each name. */
function namesOf(find: (name: string) => unknown): object {
  return new Proxy(Object.freeze({}), {
    get(_, name) {
      // An object with `then` would be taken for a promise.
      return typeof name === "symbol" || name === "then" ? undefined : find(name);
    },
  });
}
