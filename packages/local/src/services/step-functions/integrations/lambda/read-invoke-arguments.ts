import type { Json } from "@acme-engine/asl";

import { TaskFailure } from "../integration.ts";
import { isObject } from "../model-json.ts";
import type { LambdaCall } from "./lambda-invoker.ts";

/** Source: Step Functions developer guide, lambda:invoke, supported parameters. */
const fields = new Set([
  "ClientContext",
  "FunctionName",
  "InvocationType",
  "LogType",
  "Payload",
  "Qualifier",
]);
const invocationTypes = ["RequestResponse", "Event", "DryRun"] as const;

export interface InvokeArguments extends Pick<LambdaCall, "payload" | "clientContext" | "invocationType"> {
  functionName: string;
  qualifier?: string;
}

/** The arguments of lambda:invoke. Throws `TaskFailure` States.Runtime that names the field which does not fit. */
export function readInvokeArguments(parameters: Json): InvokeArguments {
  const problem = (text: string) =>
    new TaskFailure(
      "States.Runtime",
      `The Parameters '${JSON.stringify(parameters)}' could not be used to start the Task: [${text}]`,
    );
  if (!isObject(parameters)) throw problem("The Parameters must be a JSON object");
  for (const key of Object.keys(parameters)) {
    if (!fields.has(key)) throw problem(`The field '${key}' is not supported by Step Functions`);
  }
  const readText = (key: string): string | undefined => {
    const value = parameters[key] ?? undefined;
    if (value === undefined || typeof value === "string") return value;
    throw problem(`The value for the field '${key}' must be a STRING`);
  };
  const functionName = readText("FunctionName");
  if (functionName === undefined) throw problem("The field 'FunctionName' is required but was missing");
  const type = readText("InvocationType") ?? "RequestResponse";
  const invocationType = invocationTypes.find((known) => known === type);
  if (!invocationType)
    throw problem(`The value for the field 'InvocationType' is no type of invocation: ${type}`);
  const qualifier = readText("Qualifier");
  const clientContext = readText("ClientContext");
  // Recorded on AWS: test_base_lambda_service_task_state; a payload of null is none.
  const payload = parameters["Payload"] ?? {};
  return {
    functionName,
    invocationType,
    // Recorded on AWS: test_invoke_json_values; a string is the payload's own text.
    payload: typeof payload === "string" ? payload : JSON.stringify(payload),
    ...(qualifier !== undefined && { qualifier }),
    // It travels in base64, and is JSON inside. Source: Lambda API Reference, Invoke, ClientContext.
    ...(clientContext !== undefined && {
      clientContext: Buffer.from(clientContext, "base64").toString("utf8"),
    }),
  };
}
