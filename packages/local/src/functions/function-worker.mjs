/**
 * Runs in a worker thread: one function of the user, called once at a time. A file of its own, not bundled: a thread starts from a
 * file. Errors are named as Lambda's Node.js runtime names them.
 */
import { registerHooks } from "node:module";
import { fileURLToPath } from "node:url";
import { parentPort, workerData } from "node:worker_threads";

const { url, exportName } = workerData;

/** The user's files that were loaded since they were last told. */
let files = [];
registerHooks({
  load(loaded, context, nextLoad) {
    if (loaded.startsWith("file:") && !loaded.includes("/node_modules/"))
      files.push(fileURLToPath(new URL(loaded)));
    return nextLoad(loaded, context);
  },
});

const toError = (error) =>
  error instanceof Error
    ? {
        errorType: error.name,
        errorMessage: error.message,
        trace: (error.stack ?? "").split("\n"),
      }
    : { errorType: typeof error, errorMessage: String(error), trace: [] };

let handler;
let problem;
try {
  const loaded = await import(url);
  handler = loaded[exportName] ?? loaded.default?.[exportName];
  if (typeof handler !== "function") {
    const errorMessage = `${fileURLToPath(url)}.${exportName} is undefined or not exported`;
    problem = { errorType: "Runtime.HandlerNotFound", errorMessage, trace: [] };
  }
} catch (error) {
  const isSyntax = error instanceof SyntaxError;
  const errorType = isSyntax ? "Runtime.UserCodeSyntaxError" : "Runtime.ImportModuleError";
  problem =
    error?.code === "ERR_MODULE_NOT_FOUND" || isSyntax ? { ...toError(error), errorType } : toError(error);
}

parentPort.on("message", async ({ payload, context, clientContext, deadlineAt }) => {
  const say = (isError, text) => {
    parentPort.postMessage({ isError, payload: text, files }, []);
    files = [];
  };
  if (problem) return say(true, JSON.stringify(problem));
  try {
    const result = await call(JSON.parse(payload), {
      ...context,
      ...(clientContext === undefined ? {} : { clientContext: JSON.parse(clientContext) }),
      callbackWaitsForEmptyEventLoop: true,
      getRemainingTimeInMillis: () => Math.max(0, deadlineAt - Date.now()),
    });
    say(false, JSON.stringify(result === undefined ? null : result) ?? "null");
  } catch (error) {
    say(true, JSON.stringify(toError(error)));
  }
});

/** A handler answers by its result, or by the callback that it takes as a third argument. */
function call(event, context) {
  if (handler.length < 3) return handler(event, context);
  return new Promise((resolve, reject) => {
    const result = handler(event, context, (error, value) => (error ? reject(error) : resolve(value)));
    if (typeof result?.then === "function") result.then(resolve, reject);
  });
}
