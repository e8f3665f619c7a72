import { membersOf, requiredMembersOf, shapeOf, textTrait, traitsOf } from "../codec/shape.ts";
import type { WireRequest } from "./wire-message.ts";

/** `/bucket/some/key` or, with a virtual host, `/some/key` on `bucket.localhost`. Key and bucket are decoded. */
export function splitS3Path(request: WireRequest): { bucket?: string; key?: string } {
  const host = (request.headers["host"] ?? "").replace(/:[0-9]+$/, "");
  const virtualBucket = /^(.+)\.(?:s3\.)?localhost$/.exec(host)?.[1];
  const parts = request.path.replace(/^\//, "").split("/");
  const bucket = virtualBucket ?? decode(parts.shift() ?? "");
  const key = parts.map(decode).join("/");
  return { ...(bucket ? { bucket } : {}), ...(key ? { key } : {}) };
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/**
 * S3 tells its operations apart by method, by what the path names (service, bucket or object) and by query parameters or
 * headers that only some operations have. The operation that explains the most of a request wins; a query parameter that no
 * operation in the table explains means that the request is for an operation the engine does not have.
 */
export function detectS3Operation(
  request: WireRequest,
  schemas: Iterable<[string, readonly unknown[]]>,
): string | undefined {
  const { bucket, key } = splitS3Path(request);
  const level = key ? "Key" : bucket ? "Bucket" : "";
  let best: { name: string; score: number } | undefined;
  for (const [name, schema] of schemas) {
    const score = match(request, level, schema);
    if (score !== undefined && score > (best?.score ?? -1)) best = { name, score };
  }
  return best?.name;
}

function match(request: WireRequest, level: string, schema: readonly unknown[]): number | undefined {
  const [, , , traits, input] = schema as [
    unknown,
    unknown,
    unknown,
    { http: [string, string, number] },
    unknown,
  ];
  const [method, uri] = traits.http;
  if (method !== request.method) return undefined;
  const shape = shapeOf(input);
  const members = [...membersOf(shape)];
  const labels = members.filter(([, member]) => traitsOf(member)["httpLabel"]).map(([name]) => name);
  const operationLevel = labels.includes("Key") ? "Key" : labels.includes("Bucket") ? "Bucket" : "";
  if (operationLevel !== level) return undefined;

  const known = new Set(["x-id"]);
  let score = 0;
  for (const [name, value] of new URLSearchParams(uri.split("?")[1] ?? "")) {
    if (name === "x-id") continue;
    if (!request.query.has(name) || (value !== "" && request.query.get(name) !== value)) return undefined;
    known.add(name);
    score += 2;
  }
  const required = requiredMembersOf(shape);
  for (const [name, member] of members) {
    const query = textTrait(member, "httpQuery");
    const header = textTrait(member, "httpHeader")?.toLowerCase();
    if (query) known.add(query);
    if (!required.includes(name)) continue;
    if (query && !request.query.has(query)) return undefined;
    if (header && request.headers[header] === undefined) return undefined;
    if (query || header) score++;
  }
  // Presigned URLs carry their signature in X-Amz-… parameters.
  for (const name of request.query.keys()) if (!known.has(name) && !/^x-amz-/i.test(name)) return undefined;
  return score;
}
