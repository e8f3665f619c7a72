import type { HistoryEvent, Json } from "@acme-engine/asl";

import type { ExecutionRecord, TaskRecord } from "./execution-store.ts";

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

/** Two bursts of an execution as one, the later one's word last. */
export function mergeBursts(earlier: Burst, later: Burst): Burst {
  const forgotten = new Set(later.forget.map(({ taskId }) => taskId));
  const again = new Set(later.tasks.map(({ taskId }) => taskId));
  return {
    ...later,
    isStart: earlier.isStart,
    events: [...earlier.events, ...later.events],
    tasks: [...earlier.tasks.filter(({ taskId }) => !forgotten.has(taskId)), ...later.tasks],
    forget: [...earlier.forget.filter(({ taskId }) => !again.has(taskId)), ...later.forget],
  };
}
