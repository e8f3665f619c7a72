import { toBoundaryError } from "../errors/to-boundary-error.ts";
import { toJson } from "../json/to-json.ts";
import { notAnswered } from "../native/not-answered.ts";
import { atWork, currentPlace, type NativeRun, waiting } from "../native/run.ts";
import { withHeartbeat } from "../native/with-heartbeat.ts";
import { withTimeout } from "../native/with-timeout.ts";
import { checkSeconds } from "./task-options.ts";

export interface CallbackOptions {
  /** How long to wait for the answer; then `TaskTimedOut`. Default: as long as the run may last. */
  timeoutSeconds?: number;
  /** How long to wait without a SendTaskHeartbeat; then `TaskTimedOut`. Less than `timeoutSeconds`. Default: none is needed. */
  heartbeatSeconds?: number;
}

/**
 * Hands out a token, and waits for who brings it back with SendTaskSuccess or SendTaskFailure: a person, another system. `start` calls one task,
 * or AWS (`aws.sqs.sendMessage`), and passes the token; the answer is the result. In this process `runFlow`'s `onCallback` answers.
 */
export async function callback<Answer = unknown>(
  start: (token: string) => Promise<unknown>,
  options: CallbackOptions = {},
): Promise<Answer> {
  checkSeconds("a callback", options);
  const place = currentPlace();
  const { run } = place;
  const token = run.createId();
  const what = "a callback";
  const ask = (heartbeat: () => void) => async () => {
    await start(token);
    return toJson(await answerOf(run, token, heartbeat), {
      what: "the answer to a callback",
      root: "answer",
    });
  };
  const { clock } = run;
  try {
    // What the one who answers sends is what the flow's author says that it is.
    return (await waiting(place, () =>
      withHeartbeat({ what, seconds: options.heartbeatSeconds, clock }, (heartbeat) =>
        withTimeout({ what, seconds: options.timeoutSeconds, clock }, ask(heartbeat)),
      ),
    )) as Answer;
  } catch (error) {
    throw toBoundaryError(error);
  }
}

async function answerOf(run: NativeRun, token: string, heartbeat: () => void): Promise<unknown> {
  const { answerCallback } = run;
  if (answerCallback) return atWork(run, () => answerCallback(token, heartbeat));
  throw notAnswered("nobody answers a callback", "answer in onCallback");
}
