import type { HistoryEvent, Json } from "@acme-engine/asl";

import type { ExecutionRecord, TaskRecord } from "./execution-store.ts";
import { encodeEvents } from "./history-text.ts";

/** What one burst of progress leaves: all of it, or nothing. */
export interface Burst {
  execution: ExecutionRecord;
  /** The execution's first burst. */
  isStart: boolean;
  /** Null when the execution has ended. */
  snapshot: Json | null;
  /** Of an execution that has not succeeded: what RedriveExecution takes up. */
  remains?: Json;
  events: readonly HistoryEvent[];
  /** Tasks whose record came or changed. */
  tasks: readonly TaskRecord[];
  /** Tasks that nobody can ask for any more. */
  forget: readonly { execution: number; taskId: string }[];
}

/** A burst that waits to be written, as texts: the many objects of its events need not wait too. */
export interface WaitingBurst extends Omit<Burst, "snapshot" | "remains" | "events"> {
  snapshot: string | null;
  remains: string | null;
  history: { firstId: number; lastId: number; text: string } | undefined;
}

export function toWaiting(burst: Burst): WaitingBurst {
  const { snapshot, remains, events } = burst;
  const [first, last] = [events[0], events.at(-1)];
  return {
    execution: burst.execution,
    isStart: burst.isStart,
    tasks: burst.tasks,
    forget: burst.forget,
    snapshot: snapshot === null ? null : JSON.stringify(snapshot),
    remains: remains === undefined ? null : JSON.stringify(remains),
    history: first && last && { firstId: first.id, lastId: last.id, text: encodeEvents(events) },
  };
}

/** Two bursts of an execution as one, the later one's word last. */
export function mergeBursts(earlier: WaitingBurst, later: WaitingBurst): WaitingBurst {
  const forgotten = new Set(later.forget.map(({ taskId }) => taskId));
  const again = new Set(later.tasks.map(({ taskId }) => taskId));
  const history =
    earlier.history && later.history
      ? { ...earlier.history, lastId: later.history.lastId, text: earlier.history.text + later.history.text }
      : (earlier.history ?? later.history);
  return {
    ...later,
    isStart: earlier.isStart,
    history,
    tasks: [...earlier.tasks.filter(({ taskId }) => !forgotten.has(taskId)), ...later.tasks],
    forget: [...earlier.forget.filter(({ taskId }) => !again.has(taskId)), ...later.forget],
  };
}
