import { toBoundaryError } from "../errors/to-boundary-error.ts";
import { toJson } from "../json/to-json.ts";
import { atWork, currentPlace, type NativeRun, waiting } from "../native/run.ts";
import { withTimeout } from "../native/with-timeout.ts";

export interface CallbackOptions {
  /** How long to wait for the answer; then `TaskTimedOut`. Default: as long as the run may last. */
  timeoutSeconds?: number;
}

/**
 * Hands out a token by a task, and waits for who brings it back with SendTaskSuccess or SendTaskFailure: a person, another system.
 * `start` calls one task and passes the token; the answer is the result. In this process `runFlow`'s `onCallback` answers.
 */
export async function callback<Answer = unknown>(
  start: (token: string) => Promise<unknown>,
  { timeoutSeconds }: CallbackOptions = {},
): Promise<Answer> {
  const place = currentPlace();
  const { run } = place;
  const token = run.createId();
  const ask = async () => {
    await start(token);
    return toJson(await answerOf(run, token), { what: "the answer to a callback", root: "answer" });
  };
  try {
    const limit = { what: "a callback", seconds: timeoutSeconds, clock: run.clock };
    // What the one who answers sends is what the flow's author says that it is.
    return (await waiting(place, () => withTimeout(limit, ask))) as Answer;
  } catch (error) {
    throw toBoundaryError(error);
  }
}

async function answerOf(run: NativeRun, token: string): Promise<unknown> {
  const { answerCallback } = run;
  if (answerCallback) return atWork(run, () => answerCallback(token));
  throw new Error(
    "nobody answers callbacks in this process: call the flow with runFlow() of acme-engine/testing and answer in onCallback",
  );
}
