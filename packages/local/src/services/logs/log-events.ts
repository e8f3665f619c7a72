import type { EngineContext } from "../../engine-context.ts";
import type { LogStreamRow } from "./log-streams.ts";

export interface LogEvent {
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
  readonly message: string;
}

export interface LogEventRow extends LogEvent {
  readonly id: number;
  readonly ingested_at: number;
}

/** Where an event stands in its stream: by timestamp, then by arrival. */
export interface LogPosition {
  readonly timestamp: number;
  readonly id: number;
}

/** What AWS counts for an event beside the bytes of its message. Source: API Reference, PutLogEvents. */
export const eventOverheadBytes = 26;

export function eventBytes(message: string): number {
  return Buffer.byteLength(message) + eventOverheadBytes;
}

/** Adds events as they are, in one transaction; joins the caller's when there is one. */
export function appendLogEvents(
  { store, clock }: EngineContext,
  stream: Pick<LogStreamRow, "id">,
  events: readonly LogEvent[],
): void {
  if (events.length === 0) return;
  const now = clock.now();
  store.transaction(() => {
    const insert = store.prepare(
      "INSERT INTO log_events (stream_id, timestamp, ingested_at, message) VALUES (?, ?, ?, ?)",
    );
    let first = Infinity;
    let last = -Infinity;
    let bytes = 0;
    for (const { timestamp, message } of events) {
      insert.run(stream.id, timestamp, now, message);
      first = Math.min(first, timestamp);
      last = Math.max(last, timestamp);
      bytes += eventBytes(message);
    }
    store
      .prepare(
        `UPDATE log_streams SET
           first_event_at = min(coalesce(first_event_at, ?1), ?1),
           last_event_at = max(coalesce(last_event_at, ?2), ?2),
           last_ingestion_at = ?3,
           stored_bytes = stored_bytes + ?4
         WHERE id = ?5`,
      )
      .run(first, last, now, bytes, stream.id);
  });
}
