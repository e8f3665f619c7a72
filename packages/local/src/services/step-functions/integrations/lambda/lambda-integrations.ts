/** lambda:invoke, and functions whose ARN is a state's Resource. Source: Step Functions developer guide, "Invoke an AWS Lambda function with Step Functions"; shapes recorded on AWS. */
import type { Json } from "@acme-engine/asl";

import type { EngineContext } from "../../../../engine-context.ts";
import { LambdaServiceError } from "../../../../functions/invocation.ts";
import { AwsError } from "../../../../protocol/aws-error.ts";
import { type Integration, TaskFailure } from "../integration.ts";
import { isObject } from "../model-json.ts";
import { optimizedFailure } from "../service-failure.ts";
import {
  checkPayload,
  type LambdaCall,
  type LambdaInvoker,
  type LambdaResponse,
  readFunctionName,
} from "./lambda-invoker.ts";
import { readInvokeArguments } from "./read-invoke-arguments.ts";

/** Source: Lambda API Reference, Invoke, Errors. */
const modelled = new Set([
  "EC2ThrottledException",
  "InvalidParameterValueException",
  "InvalidRequestContentException",
  "KMSAccessDeniedException",
  "RequestTooLargeException",
  "ResourceConflictException",
  "ResourceNotFoundException",
  "ResourceNotReadyException",
  "ServiceException",
  "TooManyRequestsException",
  "UnsupportedMediaTypeException",
]);

const toFailure = optimizedFailure({
  prefix: "Lambda",
  service: "AWSLambda",
  unmodelled: "AWSLambdaException",
  isModelled: (code) => modelled.has(code),
});

/** Asks each invoker in turn. `hint`: what could be added, said when no invoker can have any function. */
export function createLambdaIntegrations(
  invokers: readonly LambdaInvoker[],
  hint: (functionName: string) => string | undefined,
): { invoke: Integration; functionArn: Integration } {
  async function invoke(call: LambdaCall, writesAnew: boolean): Promise<LambdaResponse> {
    const { name, arn, qualifier } = call.function;
    try {
      checkPayload(call.payload);
      for (const invoker of invokers) {
        const response = await invoker.invoke(call);
        if (response?.isError) throw toFunctionFailure(response.payload, writesAnew);
        if (response) return response;
      }
    } catch (error) {
      throw toTaskFailure(error, call.requestId);
    }
    // Recorded on AWS: test_no_such_function_catch.
    const unknown = toFailure(
      new AwsError("ResourceNotFoundException", `Function not found: ${arn}:${qualifier}`, {
        statusCode: 404,
      }),
      call.requestId,
    );
    const more = hint(name);
    if (more === undefined || !(unknown instanceof TaskFailure)) throw unknown;
    throw new TaskFailure(unknown.error, `${unknown.reason} ${more}`);
  }

  return {
    invoke: {
      patterns: ["requestResponse", "waitForTaskToken"],
      async start({ request }, context) {
        const { functionName, qualifier, ...rest } = readInvokeArguments(request.arguments);
        const requestId = context.createId();
        const place = { ...context, ...(qualifier !== undefined && { qualifier }) };
        const name = nameOf(functionName, place, requestId);
        const response = await invoke({ ...rest, requestId, function: name }, true);
        return { output: toInvokeOutput(response, { requestId, at: new Date(context.clock.now()) }) };
      },
    },
    functionArn: {
      patterns: ["requestResponse"],
      async start({ request }, context) {
        const requestId = context.createId();
        const payload = JSON.stringify(request.arguments);
        const name = nameOf(request.resource, context, requestId);
        const invocationType = "RequestResponse";
        const response = await invoke({ function: name, payload, requestId, invocationType }, false);
        return { output: JSON.parse(response.payload) };
      },
    },
  };
}

function nameOf(text: string, place: Pick<EngineContext, "region" | "accountId">, requestId: string) {
  try {
    return readFunctionName(text, place);
  } catch (error) {
    throw toTaskFailure(error, requestId);
  }
}

function toTaskFailure(error: unknown, requestId: string): unknown {
  if (!(error instanceof LambdaServiceError)) return error;
  const { code, message, statusCode } = error;
  // It never came to an answer. Source: Step Functions developer guide, "Handle transient Lambda service exceptions".
  if (code === "SdkClientException") return new TaskFailure("Lambda.SdkClientException", message);
  return toFailure(new AwsError(code, message, { statusCode }), requestId);
}

/**
 * The function's own error: its type is the error's name, all of it the cause. Recorded on AWS, TestExpressSync: lambda:invoke
 * writes it anew, without blanks; a function's ARN shows it as the function's runtime wrote it.
 */
function toFunctionFailure(payload: string, writesAnew: boolean): TaskFailure {
  const error: unknown = JSON.parse(payload);
  const type = isObject(error) ? error["errorType"] : undefined;
  // Source: Step Functions developer guide, "Handling errors": what Lambda could not name is Lambda.Unknown.
  const name = typeof type === "string" && type !== "" ? type : "Lambda.Unknown";
  return new TaskFailure(name, writesAnew ? JSON.stringify(error) : payload);
}

/** Recorded on AWS: test_lambda_service_invoke. */
function toInvokeOutput(
  { payload, statusCode, executedVersion }: LambdaResponse,
  { requestId, at }: { requestId: string; at: Date },
): Json {
  const headers = {
    Connection: "keep-alive",
    "Content-Length": String(Buffer.byteLength(payload)),
    "Content-Type": "application/json",
    Date: at.toUTCString(),
    "X-Amz-Executed-Version": executedVersion,
    "x-amzn-Remapped-Content-Length": "0",
    "x-amzn-RequestId": requestId,
    "X-Amzn-Trace-Id": toTraceId(requestId, at),
  };
  return {
    ExecutedVersion: executedVersion,
    Payload: JSON.parse(payload),
    SdkHttpMetadata: {
      AllHttpHeaders: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
      HttpHeaders: headers,
      HttpStatusCode: statusCode,
    },
    SdkResponseMetadata: { RequestId: requestId },
    StatusCode: statusCode,
  };
}

/** Nothing is traced; the header has the form that it has on AWS. Source: X-Ray developer guide, "Tracing header". */
function toTraceId(requestId: string, at: Date): string {
  const digits = requestId.replaceAll("-", "");
  const seconds = Math.floor(at.getTime() / 1000).toString(16);
  return `Root=1-${seconds}-${digits.slice(0, 24)};Parent=${digits.slice(-16)};Sampled=0`;
}
