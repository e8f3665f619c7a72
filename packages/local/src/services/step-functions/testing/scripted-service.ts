import { createServer } from "node:http";

export interface ServiceRequest {
  headers: Readonly<Record<string, string | string[] | undefined>>;
  body: string;
}

/** A service of AWS as a script, over HTTP: what it answers next, and what it was asked. */
export interface ScriptedService {
  readonly url: string;
  readonly asked: ServiceRequest[];
  answer: { status?: number; contentType?: string; headers?: Record<string, string>; body: string };
  close(): Promise<void>;
}

export async function startScriptedService(): Promise<ScriptedService> {
  const asked: ServiceRequest[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      asked.push({ headers: request.headers, body });
      const { status = 200, contentType = "application/x-amz-json-1.0", headers } = service.answer;
      response
        .writeHead(status, { "Content-Type": contentType, "x-amzn-RequestId": "r-1", ...headers })
        .end(service.answer.body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const service: ScriptedService = {
    url: `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`,
    asked,
    answer: { body: "{}" },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return service;
}
