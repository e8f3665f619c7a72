import { AwsError } from "../aws-error.ts";
import { decodeJson, encodeJson } from "../codec/json.ts";
import { textBody, type WireResponse } from "./wire-message.ts";
import type { WireProtocol } from "./wire-protocol.ts";

/** Source: Smithy specification, "AWS JSON 1.0 / 1.1 protocol". */
export function createAwsJsonProtocol(version: "1.0" | "1.1"): WireProtocol {
  const respond = (statusCode: number, body: object, requestId: string): WireResponse => ({
    statusCode,
    headers: { "content-type": `application/x-amz-json-${version}`, "x-amzn-requestid": requestId },
    body: textBody(JSON.stringify(body)),
  });

  return {
    missingMemberCode: "ValidationException",
    decode(request, input) {
      const text = Buffer.from(request.body).toString("utf8");
      let parsed: unknown;
      try {
        parsed = text.trim() === "" ? {} : JSON.parse(text);
      } catch {
        throw new AwsError("SerializationException", "The request body is not valid JSON");
      }
      // A JSON `null` body decodes to nothing, which no operation takes.
      return (decodeJson(input, parsed) ?? {}) as object;
    },
    encode(output, value, { requestId }) {
      return respond(200, (encodeJson(output, value) ?? {}) as object, requestId);
    },
    encodeError(error, { requestId }) {
      return respond(
        error.statusCode,
        { __type: error.code, message: error.message, ...error.fields },
        requestId,
      );
    },
    unknownOperation({ operation }) {
      return new AwsError(
        "UnknownOperationException",
        `The engine does not answer the operation ${operation}`,
      );
    },
  };
}
