import { LambdaServiceError } from "../../../../functions/invocation.ts";
import { AwsError } from "../../../../protocol/aws-error.ts";
import type { PassThrough } from "../pass-through/pass-through.ts";
import type { LambdaInvoker } from "./lambda-invoker.ts";

/** Lambda itself, or an emulator of it. */
export function createServiceInvoker(passThrough: PassThrough): LambdaInvoker {
  return {
    async invoke({ function: { arn, qualifier }, payload, clientContext, invocationType }) {
      const client = await passThrough.openClient("lambda");
      try {
        const { output, statusCode } = await client.call("Invoke", {
          FunctionName: arn,
          Payload: Buffer.from(payload),
          InvocationType: invocationType,
          ...(qualifier !== "$LATEST" && { Qualifier: qualifier }),
          ...(clientContext !== undefined && {
            ClientContext: Buffer.from(clientContext).toString("base64"),
          }),
        });
        const answer = new Map<string, unknown>(Object.entries(output));
        const bytes = answer.get("Payload");
        const text = bytes instanceof Uint8Array ? Buffer.from(bytes).toString("utf8") : "";
        return {
          payload: text === "" ? '""' : text,
          isError: answer.get("FunctionError") !== undefined,
          statusCode: Number(answer.get("StatusCode") ?? statusCode),
          executedVersion: String(answer.get("ExecutedVersion") ?? "$LATEST"),
        };
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        throw new LambdaServiceError(error.code, error.message, error.statusCode);
      }
    },
  };
}
