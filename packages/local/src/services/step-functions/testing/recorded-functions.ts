import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** What a recorded function does, as the recordings describe it. */
export interface RecordedFunction {
  name: string;
  handlerKind: { kind: string; [detail: string]: unknown };
}

/** The functions of a recording, answering over HTTP as Python's runtime does. */
export interface RecordedFunctions {
  /** By name: where each answers. */
  readonly settings: { readonly [name: string]: string };
  close(): Promise<void>;
}

/** Whether what the function does is known. */
export const isKnownFunction = ({ handlerKind: { kind } }: RecordedFunction): boolean =>
  ["echo", "constant", "raise", "bytes"].includes(kind);

export async function startRecordedFunctions(
  functions: readonly RecordedFunction[],
): Promise<RecordedFunctions> {
  const server = createServer((request, response) => {
    const wanted = functions.find(({ name }) => request.url === `/${name}`);
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => void parts.push(part));
    request.on("end", () => {
      const { isError = false, text } = answer(wanted, Buffer.concat(parts).toString("utf8"));
      response.writeHead(200, isError ? { "x-amz-function-error": "Unhandled" } : {});
      response.end(text);
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    settings: Object.fromEntries(functions.map(({ name }) => [name, `http://127.0.0.1:${port}/${name}`])),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => void server.close(resolve));
    },
  };
}

function answer(wanted: RecordedFunction | undefined, payload: string): { isError?: boolean; text: string } {
  const { kind, value, text, errorType, errorMessage }: RecordedFunction["handlerKind"] =
    wanted?.handlerKind ?? { kind: "none" };
  switch (kind) {
    case "echo":
      return { text: payload };
    case "constant":
      return { text: JSON.stringify(value) };
    case "bytes":
      return { text: String(text) };
    case "raise":
      return { isError: true, text: toPythonError(String(errorType), String(errorMessage ?? "")) };
    default:
      throw new Error(`The recorded function does something unknown: ${kind}`);
  }
}

/** As Lambda's Python runtime writes it, with its blanks. */
function toPythonError(errorType: string, errorMessage: string): string {
  const trace = `  File "/var/task/handler.py", line 2, in handler\n    raise ${errorType}("${errorMessage}")\n`;
  const fields = {
    errorMessage,
    errorType,
    requestId: "5f1ad1c2-0001-4000-8000-000000000001",
    stackTrace: [trace],
  };
  return `{${Object.entries(fields)
    .map(([key, field]) => `${JSON.stringify(key)}: ${JSON.stringify(field)}`)
    .join(", ")}}`;
}
