import type { Protocol, Service } from "./service.ts";
import { readForm } from "./wire/aws-query.ts";
import { detectS3Operation } from "./wire/s3-route.ts";
import type { WireRequest } from "./wire/wire-message.ts";

/** What a request is for. `operation` may be one that the service does not have. */
export type Detected = { service: Service; operation: string } | { unknownService: string };

/** Finds the service and operation by what each protocol puts on the wire; the signature's scope decides where that is not enough. */
export function detectOperation(request: WireRequest, services: readonly Service[]): Detected {
  const ofKind = <Kind extends Protocol["kind"]>(kind: Kind) =>
    services.flatMap((service) => (hasProtocol(service, kind) ? [service] : []));

  const target = request.headers["x-amz-target"];
  if (target !== undefined) {
    const [prefix = "", operation = ""] = target.split(".");
    const service = ofKind("awsJson").find(({ protocol }) => protocol.targetPrefix === prefix);
    return service ? { service, operation } : { unknownService: prefix };
  }

  const signedFor = signingName(request);
  const form = isForm(request) || request.query.has("Action") ? readForm(request) : undefined;
  const action = form?.get("Action");
  if (form && action) {
    const ofQuery = ofKind("awsQuery");
    const service =
      ofQuery.find(({ name }) => name === signedFor) ??
      (signedFor ? undefined : ofQuery.find(({ protocol }) => protocol.version === form.get("Version")));
    return service
      ? { service, operation: action }
      : { unknownService: signedFor ?? `version ${form.get("Version")}` };
  }

  const service = ofKind("restXml").find(({ name }) => !signedFor || name === signedFor);
  if (!service) return { unknownService: signedFor ?? "unsigned" };
  const schemas = Object.entries(service.operations).map(
    ([name, { schema }]): [string, readonly unknown[]] => [name, schema],
  );
  return { service, operation: detectS3Operation(request, schemas) ?? "" };
}

type WithProtocol<Kind extends Protocol["kind"]> = Service & { protocol: Extract<Protocol, { kind: Kind }> };

function hasProtocol<Kind extends Protocol["kind"]>(
  service: Service,
  kind: Kind,
): service is WithProtocol<Kind> {
  return service.protocol.kind === kind;
}

function isForm(request: WireRequest): boolean {
  return (
    request.method === "POST" &&
    (request.headers["content-type"] ?? "").startsWith("application/x-www-form-urlencoded")
  );
}

/** The service in `Credential=AKID/20260101/us-east-1/states/aws4_request`, from the header or a presigned URL. */
function signingName(request: WireRequest): string | undefined {
  const scope =
    /Credential=([^,\s]+)/.exec(request.headers["authorization"] ?? "")?.[1] ??
    request.query.get("X-Amz-Credential");
  return scope?.split("/").at(-2);
}
