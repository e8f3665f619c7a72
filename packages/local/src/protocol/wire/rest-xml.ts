import { XmlShapeDeserializer } from "@aws-sdk/core/protocols";

import { AwsError } from "../aws-error.ts";
import { kindOf, membersOf, type Shape, textTrait, traitsOf } from "../codec/shape.ts";
import { decodeText, encodeText } from "../codec/text.ts";
import { encodeXmlElement, encodeXmlMembers, escapeXml } from "../codec/xml.ts";
import { splitS3Path } from "./s3-route.ts";
import { textBody, type WireRequest, type WireResponse } from "./wire-message.ts";
import type { Exchange, WireProtocol } from "./wire-protocol.ts";

const xmlReader = new XmlShapeDeserializer({
  httpBindings: true,
  timestampFormat: { useTrait: true, default: 5 },
  xmlNamespace: "",
  serviceNamespace: "",
});

/** Source: Smithy specification, "HTTP bindings" and "AWS restXml protocol", with S3's path style. */
export function createRestXmlProtocol(xmlNamespace: string): WireProtocol {
  return {
    missingMemberCode: "MissingParameter",
    decode: (request, input) => decodeRequest(request, input),
    encode: (output, value, exchange) => encodeResponse(output, value, exchange, xmlNamespace),
    encodeError(error, { request, requestId }) {
      const fields = Object.entries({ Resource: request.path, ...error.fields, RequestId: requestId })
        .map(([name, value]) => `<${name}>${escapeXml(String(value))}</${name}>`)
        .join("");
      const xml = `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${escapeXml(error.code)}</Code><Message>${escapeXml(error.message)}</Message>${fields}</Error>`;
      const bodiless = request.method === "HEAD" || error.statusCode === 304;
      return respond(error.statusCode, { "content-type": "application/xml" }, bodiless ? "" : xml, requestId);
    },
    unknownOperation({ request, operation }) {
      return new AwsError(
        "NotImplemented",
        `The engine's S3 does not answer ${operation || `${request.method} ${request.path}`}`,
        {
          statusCode: 501,
        },
      );
    },
  };
}

function respond(
  statusCode: number,
  headers: Record<string, string>,
  body: string | Uint8Array,
  requestId: string,
): WireResponse {
  return {
    statusCode,
    headers: { ...headers, "x-amz-request-id": requestId },
    body: typeof body === "string" ? textBody(body) : body,
  };
}

function decodeRequest(request: WireRequest, input: Shape): object {
  const { bucket, key } = splitS3Path(request);
  const result: Record<string, unknown> = {};
  const inBody: string[] = [];
  for (const [name, member] of membersOf(input)) {
    const traits = traitsOf(member);
    const header = textTrait(member, "httpHeader");
    const query = textTrait(member, "httpQuery");
    const prefix = textTrait(member, "httpPrefixHeaders");
    let value: unknown;
    if (traits["httpLabel"]) value = name === "Bucket" ? bucket : name === "Key" ? key : undefined;
    else if (header) value = decodeSimple(member, request.headers[header.toLowerCase()]);
    else if (query) value = decodeSimple(member, request.query.get(query) ?? undefined);
    else if (prefix !== undefined) value = prefixedHeaders(request, prefix.toLowerCase());
    else if (traits["httpPayload"] || member.isStreaming()) value = decodePayload(member, request.body);
    else inBody.push(name);
    if (value !== undefined) result[name] = value;
  }
  if (inBody.length > 0 && request.body.length > 0) Object.assign(result, readXml(input, request.body));
  return result;
}

function decodeSimple(member: Shape, text: string | undefined): unknown {
  if (text === undefined) return undefined;
  if (kindOf(member) !== "list") return decodeText(member, text);
  return text.split(",").map((item) => decodeText(member.getValueSchema(), item.trim()));
}

function prefixedHeaders(request: WireRequest, prefix: string): Record<string, string> | undefined {
  const entries = Object.entries(request.headers).filter(([name]) => name.startsWith(prefix));
  if (entries.length === 0) return undefined;
  return Object.fromEntries(entries.map(([name, value]) => [name.slice(prefix.length), value]));
}

function decodePayload(member: Shape, body: Uint8Array): unknown {
  if (kindOf(member) === "blob") return body;
  if (body.length === 0) return undefined;
  return kindOf(member) === "string" ? Buffer.from(body).toString("utf8") : readXml(member, body);
}

function readXml(shape: Shape, body: Uint8Array): unknown {
  try {
    return xmlReader.read(shape, body);
  } catch {
    throw new AwsError(
      "MalformedXML",
      "The XML you provided was not well-formed or did not validate against our published schema",
    );
  }
}

function encodeResponse(
  output: Shape,
  value: object,
  exchange: Exchange,
  xmlNamespace: string,
): WireResponse {
  const source = value as Record<string, unknown>;
  const headers: Record<string, string> = {};
  let payload: { member: Shape; name: string } | undefined;
  let statusCode = 200;
  let hasBody = false;
  for (const [name, member] of membersOf(output)) {
    const traits = traitsOf(member);
    const part = source[name];
    const header = textTrait(member, "httpHeader");
    const prefix = textTrait(member, "httpPrefixHeaders");
    if (traits["httpPayload"] || member.isStreaming()) payload = { member, name };
    else if (isInBody(member)) hasBody = true;
    if (part === undefined || part === null) continue;
    if (header) headers[header.toLowerCase()] = encodeText(member, part, "http-date");
    else if (prefix !== undefined) {
      for (const [key, text] of Object.entries(part)) headers[prefix.toLowerCase() + key] = String(text);
    } else if (traits["httpResponseCode"]) statusCode = Number(part);
  }
  // S3 answers 204 to deletions without a body and 206 to ranges. Source: S3 API Reference, DeleteObject, GetObject.
  if (exchange.request.method === "DELETE") statusCode = 204;
  if (headers["content-range"]) statusCode = 206;
  return respond(statusCode, headers, encodeBody(), exchange.requestId);

  function encodeBody(): string | Uint8Array {
    if (payload) {
      const part = source[payload.name];
      if (part === undefined || part === null) return "";
      if (part instanceof Uint8Array) return part;
      if (typeof part === "string") return part;
      headers["content-type"] = "application/xml";
      return encodeXmlElement(textTrait(payload.member, "xmlName") ?? payload.name, payload.member, part);
    }
    if (!hasBody) return "";
    headers["content-type"] = "application/xml";
    const declaration = '<?xml version="1.0" encoding="UTF-8"?>';
    // The one response whose element is the value itself. Source: S3 API Reference, GetBucketLocation.
    if (exchange.operation === "GetBucketLocation") {
      return `${declaration}<LocationConstraint xmlns="${xmlNamespace}">${escapeXml(String(source["LocationConstraint"] ?? ""))}</LocationConstraint>`;
    }
    const root = textTrait(output, "xmlName") ?? output.getName() ?? "Result";
    return `${declaration}<${root} xmlns="${xmlNamespace}">${encodeXmlMembers(output, value, isInBody)}</${root}>`;
  }
}

function isInBody(member: Shape): boolean {
  const traits = traitsOf(member);
  return ![
    "httpHeader",
    "httpPrefixHeaders",
    "httpQuery",
    "httpLabel",
    "httpPayload",
    "httpResponseCode",
  ].some((trait) => traits[trait] !== undefined);
}
