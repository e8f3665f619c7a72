import type { LogGroup, LogGroupClass } from "@aws-sdk/client-cloudwatch-logs";

import type { EngineContext } from "../../engine-context.ts";
import { logGroupArn } from "./arns.ts";
import { constraintFailed, logGroupExists, noSuchLogGroup } from "./errors.ts";

export interface LogGroupRow {
  readonly name: string;
  readonly created_at: number;
  readonly class: LogGroupClass;
  readonly retention_days: number | null;
  readonly kms_key_id: string | null;
  readonly deletion_protected: number;
  /** JSON object of tags. */
  readonly tags: string;
}

// Source: CloudWatch Logs API Reference, CreateLogGroup, logGroupName.
const groupNamePattern = /^[.\-_/#A-Za-z0-9]{1,512}$/;

export interface NewLogGroup {
  name: string;
  class?: LogGroupClass | undefined;
  kmsKeyId?: string | undefined;
  deletionProtected?: boolean | undefined;
  tags?: Record<string, string> | undefined;
}

export function createLogGroup({ store, clock }: EngineContext, group: NewLogGroup): void {
  if (!groupNamePattern.test(group.name)) {
    throw constraintFailed(
      "logGroupName",
      group.name,
      "Member must satisfy regular expression pattern: [\\.\\-_/#A-Za-z0-9]+",
    );
  }
  const { changes } = store
    .prepare(
      `INSERT INTO log_groups (name, created_at, class, kms_key_id, deletion_protected, tags)
       VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (name) DO NOTHING`,
    )
    .run(
      group.name,
      clock.now(),
      group.class ?? "STANDARD",
      group.kmsKeyId ?? null,
      group.deletionProtected ? 1 : 0,
      JSON.stringify(group.tags ?? {}),
    );
  if (changes === 0) throw logGroupExists();
}

export function findLogGroup({ store }: EngineContext, name: string): LogGroupRow | undefined {
  // The columns are those of the interface, by the table's definition.
  return store.prepare("SELECT * FROM log_groups WHERE name = ?").get(name) as unknown as
    | LogGroupRow
    | undefined;
}

export function getLogGroup(context: EngineContext, name: string): LogGroupRow {
  const group = findLogGroup(context, name);
  if (!group) throw noSuchLogGroup();
  return group;
}

export function listLogGroups({ store }: EngineContext): LogGroupRow[] {
  return store.prepare("SELECT * FROM log_groups ORDER BY name").all() as unknown as LogGroupRow[];
}

export function tagLogGroup(context: EngineContext, name: string, tags: Record<string, string>): void {
  const group = getLogGroup(context, name);
  saveTags(context, name, { ...tagsOf(group), ...tags });
}

export function untagLogGroup(context: EngineContext, name: string, keys: readonly string[]): void {
  const kept = Object.entries(tagsOf(getLogGroup(context, name))).filter(([key]) => !keys.includes(key));
  saveTags(context, name, Object.fromEntries(kept));
}

export function tagsOf(group: LogGroupRow): Record<string, string> {
  return JSON.parse(group.tags) as Record<string, string>;
}

function saveTags({ store }: EngineContext, name: string, tags: Record<string, string>): void {
  store.prepare("UPDATE log_groups SET tags = ? WHERE name = ?").run(JSON.stringify(tags), name);
}

export function toLogGroup(context: EngineContext, group: LogGroupRow): LogGroup {
  const arn = logGroupArn(context, group.name);
  const { bytes } = context.store
    .prepare("SELECT coalesce(sum(stored_bytes), 0) AS bytes FROM log_streams WHERE group_name = ?")
    .get(group.name) as { bytes: number };
  return {
    logGroupName: group.name,
    creationTime: group.created_at,
    retentionInDays: group.retention_days ?? undefined,
    metricFilterCount: 0,
    arn: `${arn}:*`,
    logGroupArn: arn,
    storedBytes: bytes,
    kmsKeyId: group.kms_key_id ?? undefined,
    logGroupClass: group.class,
    deletionProtectionEnabled: group.deletion_protected === 1,
  };
}
