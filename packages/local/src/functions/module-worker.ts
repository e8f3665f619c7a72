import { statSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";

import { createLineSplitter } from "../containers/split-lines.ts";
import { type FunctionAnswer, functionError, type Invocation } from "./invocation.ts";

export interface ModuleWorkerOptions {
  path: string;
  exportName: string;
  /** All of it. */
  environment: Readonly<Record<string, string>>;
  onOutput: (line: string) => void;
}

/** A thread with one function of the user in it. A function that hangs or crashes takes only its thread along. */
export interface ModuleWorker {
  /** One call at a time. */
  invoke(invocation: Invocation, deadlineAt: number): Promise<FunctionAnswer>;
  /** Its files on disk are those that it has loaded, and it has not ended. */
  isFresh(): boolean;
  close(): Promise<void>;
}

/** Megabytes of a function's heap: enough for a laptop's tests, and an endless array ends there. */
const maxHeapMb = 1024;

export function startModuleWorker(options: ModuleWorkerOptions): ModuleWorker {
  const { path, exportName, environment, onOutput } = options;
  const worker = new Worker(new URL("./function-worker.mjs", import.meta.url), {
    workerData: { url: pathToFileURL(path).href, exportName },
    env: { ...environment },
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: maxHeapMb },
  });
  // Whoever waits for an answer keeps the process alive, not the thread.
  worker.unref();
  for (const stream of [worker.stdout, worker.stderr]) {
    const lines = createLineSplitter();
    stream.on("data", (chunk: Buffer) => lines.push(chunk).forEach(onOutput));
    stream.on("end", () => lines.end().forEach(onOutput));
  }

  /** By path, what the file was like when it was loaded. */
  const stamps = new Map([[path, readStamp(path)]]);
  let ended = false;
  let current: { requestId: string; settle: (answer: FunctionAnswer) => void } | undefined;
  const settle = (answer: FunctionAnswer) => {
    current?.settle(answer);
    current = undefined;
  };
  worker.on("message", ({ files, ...answer }: FunctionAnswer & { files: string[] }) => {
    for (const file of files) stamps.set(file, stamps.get(file) ?? readStamp(file));
    settle(answer);
  });
  worker.on("error", (error: unknown) => {
    ended = true;
    const { name, message, stack = "" } = error instanceof Error ? error : new Error(String(error));
    const payload = JSON.stringify({ errorType: name, errorMessage: message, trace: stack.split("\n") });
    settle({ isError: true, payload });
  });
  worker.on("exit", (code) => {
    ended = true;
    const how = code === 0 ? "without providing a reason" : `with error: exit status ${code}`;
    settle(
      functionError("Runtime.ExitError", `RequestId: ${current?.requestId} Error: Runtime exited ${how}`),
    );
  });

  return {
    invoke({ requestId, arn, name, version, payload, clientContext }, deadlineAt) {
      const context = {
        awsRequestId: requestId,
        functionName: name,
        functionVersion: version,
        invokedFunctionArn: version === "$LATEST" ? arn : `${arn}:${version}`,
        memoryLimitInMB: String(maxHeapMb),
        logGroupName: `/aws/lambda/${name}`,
        logStreamName: requestId,
      };
      return new Promise((resolve) => {
        current = { requestId, settle: resolve };
        worker.postMessage({ payload, context, clientContext, deadlineAt }, []);
      });
    },
    isFresh: () => !ended && [...stamps].every(([file, stamp]) => readStamp(file) === stamp),
    async close() {
      ended = true;
      await worker.terminate();
    },
  };
}

/** Changes with the file; empty when there is none. */
function readStamp(path: string): string {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat ? `${stat.mtimeMs} ${stat.size} ${stat.ino}` : "";
}
