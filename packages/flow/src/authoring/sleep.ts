import { currentPlace, waiting } from "../native/run.ts";

/** A length of time; the parts add up. */
export interface Duration {
  seconds?: number;
  minutes?: number;
  hours?: number;
  days?: number;
}

/** Source: Developer Guide, "Wait workflow state": Seconds is an integer from 0 to 99999999. */
const maxSeconds = 99_999_999;

/**
 * Waits that many seconds, or that long. Step Functions waits whole seconds: a part of one is rounded up, and less than nothing is nothing.
 * At most 99,999,999, else a RangeError. Compiled, it is a Wait state and costs nothing.
 */
export async function sleep(time: number | Duration): Promise<void> {
  const seconds = Math.max(0, Math.ceil(toSeconds(time)));
  if (!(seconds <= maxSeconds)) {
    throw new RangeError(`sleep of ${seconds} seconds; expected a number of at most ${maxSeconds}`);
  }
  await waitFor(seconds * 1000);
}

/** Waits until a moment, given in ISO 8601 with its offset (`2026-01-31T06:00:00Z`); not at all when it has passed. */
export async function sleepUntil(moment: string): Promise<void> {
  const at = Date.parse(moment);
  // Source: Amazon States Language, "Timestamps": RFC 3339 with a capital T and an offset.
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(moment) || Number.isNaN(at)) {
    throw new RangeError(
      `sleepUntil of ${JSON.stringify(moment)}; expected a moment as 2026-01-31T06:00:00Z or 2026-01-31T06:00:00+01:00`,
    );
  }
  await waitFor(Math.max(at - currentPlace().run.clock.now(), 0));
}

function toSeconds(time: number | Duration): number {
  if (typeof time === "number") return time;
  const { seconds = 0, minutes = 0, hours = 0, days = 0 } = time;
  return seconds + 60 * (minutes + 60 * (hours + 24 * days));
}

function waitFor(milliseconds: number): Promise<void> {
  const place = currentPlace();
  return waiting(place, () => place.run.clock.wait(milliseconds));
}
