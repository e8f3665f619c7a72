import { VirtualClock } from "../../run-flow/virtual-clock.ts";
import type { RunnerHost } from "../run-task.ts";

export interface Asked {
  /** The operation of Step Functions, or `GET`, `PUT` for S3. */
  readonly operation: string;
  readonly url: string;
  readonly body: unknown;
}

export interface ImitatedAws {
  readonly host: RunnerHost;
  /** Everything that was asked, heartbeats left out. */
  readonly asked: Asked[];
  readonly heartbeatsAt: number[];
  readonly objects: Map<string, string>;
  readonly lines: string[];
  readonly clock: VirtualClock;
  terminate(): void;
  crash(error: unknown): void;
}

/**
 * A container's surroundings: Step Functions and S3 as one function, time that takes none. `refuse` gives the answer to a request instead,
 * or throws as a broken network does.
 */
export function imitateAws(
  environment: Record<string, string>,
  load: () => Promise<unknown>,
  refuse: (operation: string, count: number) => Response | undefined = () => undefined,
): ImitatedAws {
  const asked: Asked[] = [];
  const heartbeatsAt: number[] = [];
  const objects = new Map<string, string>();
  const lines: string[] = [];
  const counts = new Map<string, number>();
  const clock = new VirtualClock(0);
  const terminated = new AbortController();
  const crashed = new AbortController();
  const answer: typeof fetch = async (input, init) => {
    const url = String(input);
    const target = new Headers(init?.headers).get("x-amz-target");
    const operation = target?.replace("AWSStepFunctions.", "") ?? String(init?.method);
    const count = (counts.get(operation) ?? 0) + 1;
    counts.set(operation, count);
    const body = typeof init?.body === "string" ? init.body : "";
    if (operation === "SendTaskHeartbeat") heartbeatsAt.push(clock.now());
    else asked.push({ operation, url, body: target ? JSON.parse(body) : body });
    const refusal = refuse(operation, count);
    if (refusal) return refusal;
    const path = new URL(url).pathname;
    if (operation === "PUT") objects.set(path, body);
    if (operation !== "GET") return new Response("{}");
    const text = objects.get(path);
    if (text !== undefined) return new Response(text);
    const error = "<Error><Code>NoSuchKey</Code><Message>The key is not there.</Message></Error>";
    return new Response(error, { status: 404 });
  };
  let ids = 0;
  return {
    asked,
    heartbeatsAt,
    objects,
    lines,
    clock,
    terminate: () => terminated.abort(),
    crash: (error) => crashed.abort(error),
    host: {
      environment: { AWS_ACCESS_KEY_ID: "a", AWS_SECRET_ACCESS_KEY: "b", ...environment },
      fetch: answer,
      readFile: async () => "",
      clock,
      random: () => 0,
      createId: () => `id-${++ids}`,
      log: (line) => lines.push(line),
      load,
      terminated: terminated.signal,
      crashed: crashed.signal,
    },
  };
}

/** An error as Step Functions answers it. */
export function stepFunctionsError(name: string, status = 400): Response {
  return Response.json(
    { __type: `com.amazonaws.swf.service.v2.model#${name}`, message: `${name} happened` },
    { status },
  );
}
