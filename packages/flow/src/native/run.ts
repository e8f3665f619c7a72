/** One run of a flow in this process: what its tasks, sleeps and maps find around them. */
import { AsyncLocalStorage } from "node:async_hooks";

import type { ItemSource } from "../authoring/s3-items.ts";
import type { AslCall, AwsCall, TaskCall } from "./calls.ts";
import { type Clock, type Hold, systemClock } from "./clock.ts";
import type { WrittenResults } from "./map-run-result.ts";

export interface NativeRun {
  readonly clock: Clock;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  readonly createId: () => string;
  /** The execution that the outermost flow is. Default: one with an id of its own. */
  readonly execution?: { readonly id: string; readonly name: string };
  /** Aborted when the whole run is to stop; its tasks are told. */
  readonly signal?: AbortSignal;
  /** Stands between the flow and its tasks; `run` executes the task's own function. */
  readonly interceptTask?: (call: TaskCall, run: () => Promise<unknown>) => Promise<unknown>;
  /** Told of every attempt of a task, of a call of AWS, of a state. */
  readonly noteCall?: (call: TaskCall) => void;
  /** Stands for AWS. */
  readonly answerAws?: (call: AwsCall) => Promise<unknown>;
  /** Stands for states that are written by hand; `own` is what their author says that they do. */
  readonly answerAsl?: (call: AslCall, own: (() => Promise<unknown>) | undefined) => Promise<unknown>;
  /** Answers who waits for a token; `heartbeat` says that the answer is still to come. */
  readonly answerCallback?: (token: string, heartbeat: () => void) => Promise<unknown>;
  /** Stands for S3, where items are. */
  readonly readItems?: (source: ItemSource) => Items | Promise<Items>;
  /** Stands for S3, where results go. */
  readonly noteResults?: (written: WrittenResults) => void;
}

/** Items as they are read. */
export type Items = Iterable<unknown> | AsyncIterable<unknown>;

interface Place {
  readonly run: NativeRun;
  readonly scope: readonly number[];
  /** The task whose code is at work here. */
  readonly hold: Hold | undefined;
}

// The one piece of module state: a flow calls its tasks by name, as any function, so what is around it has to travel unseen.
const places = new AsyncLocalStorage<Place>();

/** Where the caller is: in a run, or in one of its own on the machine's clock. */
export function currentPlace(): Place {
  return places.getStore() ?? { run: createSystemRun(), scope: [], hold: undefined };
}

/** Runs `body` somewhere else than here: in another run, scope or task. */
export function runAt<T>(change: Partial<Place>, body: () => T): T {
  return places.run({ ...currentPlace(), ...change }, body);
}

/** While the caller only waits; a clock that jumps ahead may do so meanwhile. */
export function waiting<T>(place: Place, body: () => Promise<T>): Promise<T> {
  return place.hold ? place.hold.pause(body) : body();
}

/** Runs code that is not the flow's: a task's, or what stands in for it. It knows that it is at work, and so does the clock. */
export async function atWork<T>(run: NativeRun, body: () => Promise<T>): Promise<T> {
  const hold = run.clock.hold?.();
  try {
    return await runAt({ run, hold }, body);
  } finally {
    hold?.release();
  }
}

function createSystemRun(): NativeRun {
  return { clock: systemClock, random: Math.random, createId: () => crypto.randomUUID() };
}
