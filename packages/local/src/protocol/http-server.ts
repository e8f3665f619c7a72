import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

import { EngineError } from "../engine-error.ts";
import type { HandleRequest } from "./handle-request.ts";
import { decodeAwsChunked, isAwsChunked } from "./wire/aws-chunked.ts";
import { textBody, type WireResponse } from "./wire/wire-message.ts";

export interface HttpServerOptions {
  handle: HandleRequest;
  /** Answers `GET /_acme/health`, by which commands find a running engine. */
  describe: () => object;
  /** 0 takes a free one. */
  port: number;
  /** Default `127.0.0.1`. */
  host?: string;
  /** A longer body is refused with 413. Default 256 MiB. */
  maxBodyBytes?: number;
}

export interface HttpServer {
  /** `http://127.0.0.1:4566` */
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

const defaultMaxBodyBytes = 256 * 1024 * 1024;

/** `host.docker.internal` is how containers name this machine. */
const ownHost =
  /^(?:localhost|127\.0\.0\.1|\[::1\]|host\.docker\.internal|host\.containers\.internal|(?:.+\.)?localhost)(?::[0-9]+)?$/i;

/**
 * Listens on loopback. Requests whose `Host` or `Origin` is not this machine's are refused: a page in a browser must not be able to
 * reach the engine, by itself or through a name that resolves to 127.0.0.1. Throws `EngineError` ACME_PORT_IN_USE.
 */
export async function startHttpServer(options: HttpServerOptions): Promise<HttpServer> {
  const { port, host = "127.0.0.1" } = options;
  const server = createServer((request, response) => {
    // The answer closes when it has been sent, too; an abort makes an error with its stack, so none without need.
    const hangUp = new AbortController();
    response.once("close", () => {
      if (!response.writableFinished) hangUp.abort();
    });
    answer(request, options, hangUp.signal)
      .then((result) => send(response, result))
      .catch(() => response.destroy());
  });
  server.requestTimeout = 0;
  await listen(server, port, host);
  const { port: actualPort } = server.address() as AddressInfo;
  return {
    url: `http://${host.includes(":") ? `[${host}]` : host}:${actualPort}`,
    port: actualPort,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EADDRINUSE" && error.code !== "EACCES") return reject(error);
      const why =
        error.code === "EADDRINUSE" ? "is in use by another program" : "needs more rights than this user has";
      return reject(
        new EngineError("ACME_PORT_IN_USE", `Port ${port} on ${host} ${why}.`, {
          hint: "Choose another with --port, or stop the program that has it.",
          cause: error,
        }),
      );
    });
    server.listen(port, host, () => resolve());
  });
}

async function answer(
  request: IncomingMessage,
  options: HttpServerOptions,
  signal: AbortSignal,
): Promise<WireResponse> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(",") : value;
  }
  const foreign = foreignHeader(headers);
  if (foreign) return refuse(403, "ForeignRequest", foreign);

  const url = request.url ?? "/";
  const queryAt = url.indexOf("?");
  const path = queryAt < 0 ? url : url.slice(0, queryAt);
  if (path === "/_acme/health") return json(200, options.describe());

  const maxBodyBytes = options.maxBodyBytes ?? defaultMaxBodyBytes;
  const sent = await readBody(request, maxBodyBytes);
  if (!sent) return refuse(413, "RequestEntityTooLarge", `The body is longer than ${maxBodyBytes} bytes`);

  return options.handle(
    {
      method: request.method ?? "GET",
      path,
      query: new URLSearchParams(queryAt < 0 ? "" : url.slice(queryAt + 1)),
      headers,
      body: isAwsChunked(headers) ? decodeAwsChunked(sent) : sent,
    },
    signal,
  );
}

function foreignHeader(headers: Record<string, string>): string | undefined {
  const { host, origin } = headers;
  if (host === undefined || !ownHost.test(host)) return `The Host "${host ?? ""}" is not this machine`;
  if (origin === undefined || origin === "null")
    return origin && `The Origin "${origin}" is not this machine`;
  if (!URL.canParse(origin) || !ownHost.test(new URL(origin).host))
    return `The Origin "${origin}" is not this machine`;
  return undefined;
}

/** `undefined` when the body is longer than allowed; the rest is then read and dropped, so that the client gets the answer. */
async function readBody(request: IncomingMessage, maxBytes: number): Promise<Uint8Array | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length <= maxBytes) chunks.push(chunk);
    else chunks.length = 0;
  }
  return length <= maxBytes ? Buffer.concat(chunks) : undefined;
}

function refuse(statusCode: number, code: string, message: string): WireResponse {
  return json(statusCode, { __type: code, message });
}

function json(statusCode: number, body: object): WireResponse {
  return {
    statusCode,
    headers: { "content-type": "application/json" },
    body: textBody(JSON.stringify(body)),
  };
}

function send(response: ServerResponse, { statusCode, headers, body }: WireResponse): void {
  response.writeHead(statusCode, {
    ...headers,
    ...(statusCode === 204 ? {} : { "content-length": bodyLength(headers, body) }),
  });
  response.end(body);
}

/** A HEAD answer states the length of what GET would send. */
function bodyLength(headers: Readonly<Record<string, string>>, body: Uint8Array): string {
  return body.byteLength === 0 ? (headers["content-length"] ?? "0") : String(body.byteLength);
}
