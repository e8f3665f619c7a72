import type { Clock } from "../native/clock.ts";
import { messageOf } from "../errors/error-name.ts";
import { isGone, type TaskToken } from "./aws/task-token.ts";

/** Source: SendTaskHeartbeat resets the clock of HeartbeatSeconds, so two may get lost. */
const beatsPerPeriod = 3;

/** Says that the task is alive, until the signal is aborted; calls `onGone` once nobody wants to hear it any more. */
export async function sendHeartbeats(options: {
  token: TaskToken;
  clock: Clock;
  heartbeatSeconds: number;
  signal: AbortSignal;
  log: (line: string) => void;
  onGone: (why: string) => void;
}): Promise<void> {
  const { token, clock, heartbeatSeconds, signal, log, onGone } = options;
  while (!signal.aborted) {
    try {
      // The first at once: the period began before the container did.
      await token.heartbeat(signal);
    } catch (error) {
      if (signal.aborted) return;
      if (isGone(error)) return onGone(messageOf(error));
      log(`a heartbeat was not heard: ${messageOf(error)}`);
    }
    try {
      await clock.wait((heartbeatSeconds * 1000) / beatsPerPeriod, signal);
    } catch {
      return;
    }
  }
}
