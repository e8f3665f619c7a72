import { type FunctionName, parseFunctionName } from "../../../../functions/function-name.ts";
import type { FunctionRuntime } from "../../../../functions/function-runtime.ts";
import { type FunctionAnswer, LambdaServiceError } from "../../../../functions/invocation.ts";

export interface LambdaCall {
  function: FunctionName;
  /** JSON text. */
  payload: string;
  requestId: string;
  clientContext?: string;
  invocationType: "RequestResponse" | "Event" | "DryRun";
}

export interface LambdaResponse extends FunctionAnswer {
  statusCode: number;
  executedVersion: string;
}

/** Whoever has functions: the user's modules and endpoints, or Lambda itself. */
export interface LambdaInvoker {
  /** Undefined when it does not have the function. Rejects with `LambdaServiceError`. */
  invoke(call: LambdaCall): Promise<LambdaResponse | undefined>;
}

/** The functions that the user has mapped. `onLateError` hears of asynchronous calls that failed, which nobody waits for. */
export function createMappedInvoker(
  functions: FunctionRuntime,
  onLateError: (name: string, reason: string) => void,
): LambdaInvoker {
  return {
    async invoke({ function: { name, arn, qualifier }, payload, requestId, clientContext, invocationType }) {
      const config = functions.find({ name, arn, qualifier });
      if (!config) return undefined;
      const executedVersion = /^\d+$/.test(qualifier) ? qualifier : "$LATEST";
      const version = executedVersion;
      const nothing = { payload: '""', isError: false, executedVersion };
      if (invocationType === "DryRun") return { ...nothing, statusCode: 204 };
      const answer = functions.invoke(config, {
        requestId,
        arn,
        name,
        version,
        payload,
        ...(clientContext !== undefined && { clientContext }),
      });
      if (invocationType === "RequestResponse")
        return { ...(await answer), executedVersion, statusCode: 200 };
      void answer.then(
        ({ isError, payload: reason }) => isError && onLateError(name, reason),
        (error: unknown) => onLateError(name, String(error)),
      );
      return { ...nothing, statusCode: 202 };
    },
  };
}

/** Throws `LambdaServiceError` for a payload that is no JSON. Source: Lambda API Reference, Invoke, InvalidRequestContentException. */
export function checkPayload(payload: string): void {
  try {
    JSON.parse(payload);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new LambdaServiceError(
      "InvalidRequestContentException",
      `Could not parse request body into json: Could not parse payload into json: ${reason}`,
      400,
    );
  }
}

/** Throws `LambdaServiceError` for a text that names no function. Source: Lambda API Reference, Invoke. */
export function readFunctionName(
  text: string,
  place: { region: string; accountId: string; qualifier?: string },
): FunctionName {
  const name = parseFunctionName(text, place);
  if (name) return name;
  throw new LambdaServiceError(
    "ValidationException",
    `1 validation error detected: Value '${text}' at 'functionName' failed to satisfy constraint: Member must be the name or the ARN of a function`,
    400,
  );
}
