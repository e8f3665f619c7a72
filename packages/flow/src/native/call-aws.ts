import { type AwsOperationName, toAwsResource } from "../authoring/aws-resource.ts";
import type { AwsCallOptions } from "../authoring/aws-services.ts";
import type { Json } from "../json/json.ts";
import { callStep } from "./call-step.ts";
import { notAnswered } from "./not-answered.ts";
import type { TaskCall } from "./calls.ts";
import { currentPlace } from "./run.ts";

/** Asks who answers for AWS; nothing is sent from this process. */
export async function callAws(
  name: AwsOperationName,
  given: unknown,
  options: AwsCallOptions = {},
): Promise<Json> {
  const { service, operation, pattern } = name;
  const resource = toAwsResource(name);
  const called = `aws.${service}.${operation}${pattern === "sync" ? ".sync" : ""}`;
  const { answerAws } = currentPlace().run;
  // Before any retry: no attempt would find another answer.
  if (!answerAws) {
    throw notAnswered(`${called} is not sent to AWS`, "answer for AWS in onAws");
  }
  const step = {
    name: called,
    what: called,
    options,
    execute: (call: TaskCall) =>
      answerAws({ ...call, service, operation, sync: pattern === "sync", resource }),
  };
  return callStep(step, given ?? {});
}
