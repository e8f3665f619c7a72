import { AwsError } from "../aws-error.ts";
import { decodeQuery } from "../codec/query.ts";
import { encodeXmlMembers, escapeXml } from "../codec/xml.ts";
import { textBody, type WireRequest, type WireResponse } from "./wire-message.ts";
import type { WireProtocol } from "./wire-protocol.ts";

/** The fields of a query request: SDKs send them as a form; the URL's query is accepted too, as AWS does. */
export function readForm(request: WireRequest): URLSearchParams {
  const form = new URLSearchParams(request.query);
  for (const [name, value] of new URLSearchParams(Buffer.from(request.body).toString("utf8")))
    form.append(name, value);
  return form;
}

/** Source: Smithy specification, "AWS query protocol". */
export function createAwsQueryProtocol(xmlNamespace: string, version: string): WireProtocol {
  const respond = (statusCode: number, xml: string): WireResponse => ({
    statusCode,
    headers: { "content-type": "text/xml" },
    body: textBody(xml),
  });

  return {
    missingMemberCode: "ValidationError",
    decode: (request, input) => decodeQuery(input, readForm(request)) as object,
    encode(output, value, { operation, requestId }) {
      const result = encodeXmlMembers(output, value);
      return respond(
        200,
        `<${operation}Response xmlns="${xmlNamespace}"><${operation}Result>${result}</${operation}Result>` +
          `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></${operation}Response>`,
      );
    },
    encodeError(error, { requestId }) {
      const type = error.statusCode < 500 ? "Sender" : "Receiver";
      return respond(
        error.statusCode,
        `<ErrorResponse xmlns="${xmlNamespace}"><Error><Type>${type}</Type><Code>${escapeXml(error.code)}</Code>` +
          `<Message>${escapeXml(error.message)}</Message></Error><RequestId>${requestId}</RequestId></ErrorResponse>`,
      );
    },
    unknownOperation({ operation }) {
      return new AwsError("InvalidAction", `Could not find operation ${operation} for version ${version}`);
    },
  };
}
