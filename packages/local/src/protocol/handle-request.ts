import { AwsError } from "./aws-error.ts";
import { checkRequired } from "./check-required.ts";
import { shapeOf } from "./codec/shape.ts";
import { detectOperation } from "./detect-operation.ts";
import type { Protocol, Service } from "./service.ts";
import { createAwsJsonProtocol } from "./wire/aws-json.ts";
import { createAwsQueryProtocol } from "./wire/aws-query.ts";
import { createRestXmlProtocol } from "./wire/rest-xml.ts";
import type { WireRequest, WireResponse } from "./wire/wire-message.ts";
import type { Exchange, WireProtocol } from "./wire/wire-protocol.ts";

/** Answers a request; never rejects. */
export type HandleRequest = (request: WireRequest, signal?: AbortSignal) => Promise<WireResponse>;

export interface HandlerOptions {
  services: readonly Service[];
  createId: () => string;
  /** An operation threw something that is no AwsError: our bug. The caller gets InternalFailure. */
  onBug: (error: unknown, operation: string) => void;
  /** Puts what the machine below has said into words that help. */
  explain?: (error: unknown) => unknown;
}

/** The way of every call: detect the operation, decode and check its input, run its table row, encode what it gave or threw. */
export function createRequestHandler(options: HandlerOptions): HandleRequest {
  const { services, createId, onBug, explain = (error) => error } = options;
  const wires = new Map(services.map((service) => [service.name, createWireProtocol(service.protocol)]));
  const never = new AbortController().signal;

  return async (request, signal = never) => {
    const requestId = createId();
    const detected = detectOperation(request, services);
    if ("unknownService" in detected)
      return unknownService(request, requestId, detected.unknownService, services);
    const { service, operation: name } = detected;
    const exchange: Exchange = { request, requestId, operation: name };
    const wire = wires.get(service.name) ?? createWireProtocol(service.protocol);
    try {
      const row = Object.hasOwn(service.operations, name) ? service.operations[name] : undefined;
      if (!row) throw wire.unknownOperation(exchange);
      const [, , , , inputSchema, outputSchema] = row.schema;
      const inputShape = shapeOf(inputSchema);
      const input = wire.decode(request, inputShape, row.schema);
      checkRequired(inputShape, input, wire.missingMemberCode);
      // The input has been decoded and checked with the row's own schema, so it has the type that the row takes.
      const output = await row.handle(input as never, service.deps, { requestId, signal });
      return wire.encode(shapeOf(outputSchema), output, exchange);
    } catch (thrown) {
      if (thrown instanceof AwsError) return wire.encodeError(thrown, exchange);
      const error = explain(thrown);
      onBug(error, `${service.name}:${name}`);
      return wire.encodeError(internalFailure(error), exchange);
    }
  };
}

function createWireProtocol(protocol: Protocol): WireProtocol {
  switch (protocol.kind) {
    case "awsJson":
      return createAwsJsonProtocol(protocol.version);
    case "awsQuery":
      return createAwsQueryProtocol(protocol.xmlNamespace, protocol.version);
    case "restXml":
      return createRestXmlProtocol(protocol.xmlNamespace);
    default:
      return protocol satisfies never;
  }
}

function internalFailure(error: unknown): AwsError {
  const reason = error instanceof Error ? error.message : String(error);
  return new AwsError("InternalFailure", `The engine failed on this request: ${reason}`, { statusCode: 500 });
}

function unknownService(
  request: WireRequest,
  requestId: string,
  name: string,
  services: readonly Service[],
): WireResponse {
  const served = services.map((service) => service.name).join(", ");
  const error = new AwsError(
    "UnknownOperationException",
    `The engine does not serve "${name}"; it serves ${served}`,
    {
      statusCode: 404,
    },
  );
  const exchange: Exchange = { request, requestId, operation: "" };
  const isQuery = (request.headers["content-type"] ?? "").startsWith("application/x-www-form-urlencoded");
  const wire = isQuery ? createAwsQueryProtocol("", "") : createAwsJsonProtocol("1.0");
  return wire.encodeError(error, exchange);
}
