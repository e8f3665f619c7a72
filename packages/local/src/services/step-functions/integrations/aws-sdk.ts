/** aws-sdk:<service>:<action>: every operation of the engine's own services. Source: Step Functions developer guide, "Learning to use AWS service SDK integrations". */
import type { Json } from "@acme-engine/asl";

import type { ServiceName } from "../../../protocol/service.ts";
import { type Integration, TaskFailure } from "./integration.ts";
import { isObject, parseArguments, sdkStyle, toOutput } from "./model-json.ts";
import { createSdkModel } from "./sdk-model.ts";
import { sdkFailure } from "./service-failure.ts";

interface SdkService {
  name: ServiceName;
  /** As AWS SDK for Java 2 spells the service: its errors start with it. */
  prefix: string;
  load: () => Promise<object>;
}

/** By the name that resources use. Clients are loaded when a task first needs them. */
export const sdkServices: Readonly<Record<string, SdkService>> = {
  cloudformation: {
    name: "cloudformation",
    prefix: "CloudFormation",
    load: () => import("@aws-sdk/client-cloudformation"),
  },
  cloudwatchlogs: {
    name: "logs",
    prefix: "CloudWatchLogs",
    load: () => import("@aws-sdk/client-cloudwatch-logs"),
  },
  ecs: { name: "ecs", prefix: "Ecs", load: () => import("@aws-sdk/client-ecs") },
  iam: { name: "iam", prefix: "Iam", load: () => import("@aws-sdk/client-iam") },
  s3: { name: "s3", prefix: "S3", load: () => import("@aws-sdk/client-s3") },
  sfn: { name: "states", prefix: "Sfn", load: () => import("@aws-sdk/client-sfn") },
  sts: { name: "sts", prefix: "Sts", load: () => import("@aws-sdk/client-sts") },
};

/** The integration with one of the engine's services. */
export function createSdkIntegration({ name, prefix, load }: SdkService): Integration {
  return {
    patterns: ["requestResponse", "waitForTaskToken"],
    async start({ request, resource: { service, action } }, { call, createId }) {
      const model = createSdkModel(await load());
      const operation = model.findOperation(action);
      if (!operation) {
        throw new TaskFailure(
          "States.Runtime",
          `The resource ${request.resource} is invalid: ${service} has no operation "${action}"; operations are written in camelCase, e.g. "putObject".`,
        );
      }
      const input = { ...defaultsOf(service, action), ...parseArguments(operation.input, request.arguments) };
      const requestId = createId();
      try {
        const response = await call<object, object>(name, operation.name, input);
        return {
          output: withoutNulls(toOutput(operation.output, response, sdkStyle)),
        };
      } catch (error) {
        throw sdkFailure({ prefix, isModelled: model.isModelledError })(error, requestId);
      }
    },
  };
}

/** What AWS's client sends by itself. Recorded on AWS: the answers to s3:putObject, and to a GetObject of what it put. */
function defaultsOf(service: string, action: string): object {
  if (service !== "aws-sdk:s3") return {};
  switch (action) {
    case "putObject":
      return { ChecksumAlgorithm: "CRC32", ContentType: "text/plain; charset=UTF-8" };
    case "uploadPart":
      return { ChecksumAlgorithm: "CRC32" };
    default:
      return {};
  }
}

/** An operation without an output gives an empty object. */
const withoutNulls = (output: Json): Json => (isObject(output) ? output : {});
