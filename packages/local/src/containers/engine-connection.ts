import { type IncomingMessage, request as httpRequest } from "node:http";

import type { EngineAddress } from "./engine-address.ts";

/** The engine refused: its own words and status. */
export class EngineRefusal extends Error {
  readonly statusCode: number;

  constructor(statusCode: number, message: string) {
    super(message);
    this.name = "EngineRefusal";
    this.statusCode = statusCode;
  }
}

export interface EngineRequest {
  readonly method: "GET" | "POST" | "DELETE";
  /** Without a version: engines refuse versions that they do not know, old and new ones alike, and take none for their own. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/** Docker's HTTP API at one address. Rejects with `EngineRefusal` for statuses from 400, else with the transport's error. */
export interface EngineConnection {
  readonly address: EngineAddress;
  /** The answer's JSON; `undefined` when it has no body. */
  call(request: EngineRequest): Promise<unknown>;
  /** An answer that comes in parts. */
  open(request: EngineRequest): Promise<IncomingMessage>;
}

export function createEngineConnection(address: EngineAddress): EngineConnection {
  const open = async (request: EngineRequest): Promise<IncomingMessage> => {
    const response = await send(address, request);
    const { statusCode = 0 } = response;
    if (statusCode < 400) return response;
    const text = await readText(response);
    throw new EngineRefusal(statusCode, messageIn(text) ?? `HTTP status ${statusCode}`);
  };
  return {
    address,
    open,
    async call(request) {
      const text = await readText(await open(request));
      return text === "" ? undefined : parseJson(text);
    },
  };
}

function send(address: EngineAddress, request: EngineRequest): Promise<IncomingMessage> {
  const query = request.query ? `?${new URLSearchParams(request.query)}` : "";
  const body = request.body === undefined ? undefined : JSON.stringify(request.body);
  return new Promise((resolve, reject) => {
    const sent = httpRequest(
      {
        ...(address.kind === "socket"
          ? { socketPath: address.path }
          : { host: address.host, port: address.port }),
        method: request.method,
        path: request.path + query,
        headers: {
          host: "acme-engine",
          ...(body !== undefined && {
            "content-type": "application/json",
            "content-length": Buffer.byteLength(body),
          }),
          ...request.headers,
        },
        // Requests that wait for a container hold their connection for as long as it runs.
        agent: false,
        ...(request.signal && { signal: request.signal }),
      },
      resolve,
    );
    sent.once("error", reject);
    sent.end(body);
  });
}

async function readText(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // `/_ping` answers plain text.
    return text;
  }
}

function messageIn(text: string): string | undefined {
  const value = parseJson(text);
  if (typeof value !== "object" || value === null) return text.trim() || undefined;
  const { message } = value as { message?: unknown };
  return typeof message === "string" ? message : undefined;
}
