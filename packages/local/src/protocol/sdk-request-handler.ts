import { Readable } from "node:stream";

import type { HandleRequest } from "./handle-request.ts";
import { decodeAwsChunked, isAwsChunked } from "./wire/aws-chunked.ts";

/** The part of an SDK HTTP request that matters here. */
interface SdkRequest {
  method: string;
  path: string;
  query?: Record<string, string | string[] | null>;
  headers: Record<string, string>;
  body?: unknown;
}

interface SdkResponse {
  statusCode: number;
  headers: Record<string, string>;
  body: Readable;
}

/** What AWS SDK v3 clients take as `requestHandler`: calls are answered in this process, without a socket. */
export interface SdkRequestHandler {
  handle(request: SdkRequest, options?: { abortSignal?: unknown }): Promise<{ response: SdkResponse }>;
  destroy(): void;
  metadata: { handlerProtocol: string };
}

export function createSdkRequestHandler(handleRequest: HandleRequest): SdkRequestHandler {
  return {
    metadata: { handlerProtocol: "http/1.1" },
    destroy() {},
    async handle(request, options) {
      const signal = options?.abortSignal instanceof AbortSignal ? options.abortSignal : undefined;
      if (signal?.aborted) throw aborted();
      const headers = lowerCaseNames(request.headers);
      const sent = await readBody(request.body);
      const response = await handleRequest(
        {
          method: request.method,
          path: request.path,
          query: toSearchParams(request.query ?? {}),
          headers,
          body: isAwsChunked(headers) ? decodeAwsChunked(sent) : sent,
        },
        signal,
      );
      if (signal?.aborted) throw aborted();
      return {
        response: {
          statusCode: response.statusCode,
          // HeadObject states a length of its own, and has no body.
          headers: { "content-length": String(response.body.byteLength), ...response.headers },
          body: Readable.from(response.body.byteLength > 0 ? [Buffer.from(response.body)] : []),
        },
      };
    },
  };
}

/** The SDK tells an abort from a failure by the error's name. */
function aborted(): Error {
  return Object.assign(new Error("Request aborted"), { name: "AbortError" });
}

function lowerCaseNames(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

function toSearchParams(query: Record<string, string | string[] | null>): URLSearchParams {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const item of Array.isArray(value) ? value : [value ?? ""]) params.append(name, item);
  }
  return params;
}

async function readBody(body: unknown): Promise<Uint8Array> {
  if (body === undefined || body === null) return new Uint8Array();
  if (typeof body === "string") return Buffer.from(body, "utf8");
  if (ArrayBuffer.isView(body)) return Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  if (body instanceof Readable)
    return Buffer.concat((await body.toArray()).map((chunk) => Buffer.from(chunk)));
  throw new TypeError(`Cannot read a request body of type ${Object.prototype.toString.call(body)}`);
}
