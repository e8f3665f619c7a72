import type { EngineContext } from "../../engine-context.ts";
import { constraintFailed } from "./errors.ts";
import { getLogGroup } from "./log-groups.ts";

// Source: CloudWatch Logs API Reference, PutRetentionPolicy.
const retentionDays = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];
const dayMs = 86_400_000;
const sweepEveryMs = 3_600_000;

/** `days` undefined: kept for ever. */
export function setRetention(context: EngineContext, groupName: string, days: number | undefined): void {
  if (days !== undefined && !retentionDays.includes(days)) {
    throw constraintFailed(
      "retentionInDays",
      String(days),
      `Member must satisfy enum value set: [${retentionDays.join(", ")}]`,
    );
  }
  getLogGroup(context, groupName);
  context.store
    .prepare("UPDATE log_groups SET retention_days = ? WHERE name = ?")
    .run(days ?? null, groupName);
}

/** The instant before which a group's events are gone, whether swept yet or not; 0 when they are kept for ever. */
export function oldestKeptAt(context: EngineContext, groupName: string): number {
  const { retention_days: days } = getLogGroup(context, groupName);
  return days === null ? 0 : Math.max(0, context.clock.now() - days * dayMs);
}

/** Deletes what has expired, now and every hour; the result stops it. */
export function startRetentionSweep({ store, clock }: EngineContext): () => void {
  let cancel: () => void;
  const sweep = () => {
    store
      .prepare(
        `DELETE FROM log_events WHERE id IN (
           SELECT e.id FROM log_groups g
           JOIN log_streams s ON s.group_name = g.name
           JOIN log_events e ON e.stream_id = s.id AND e.timestamp < ?1 - g.retention_days * ?2
           WHERE g.retention_days IS NOT NULL)`,
      )
      .run(clock.now(), dayMs);
    cancel = clock.schedule(clock.now() + sweepEveryMs, sweep);
  };
  sweep();
  return () => cancel();
}
