/**
 * Expiration as S3 does it: an object leaves at the midnight UTC that follows its age in days. Transitions are kept but
 * move nothing, for there is one storage here. Source: S3 User Guide, "Lifecycle configuration elements".
 */
import type { LifecycleRule, Tag } from "@aws-sdk/client-s3";

import type { Clock } from "../../clock.ts";
import type { Buckets } from "./buckets.ts";
import { invalidArgument, malformedXml } from "./errors.ts";
import type { Objects, StoredObject } from "./objects.ts";
import type { Uploads } from "./uploads.ts";

const dayMs = 24 * 60 * 60 * 1000;
const sweepRows = 500;

/** Rules as they were put, with an ID each. Throws MalformedXML or InvalidArgument. */
export function parseLifecycleRules(
  rules: readonly LifecycleRule[] | undefined,
  createId: () => string,
): LifecycleRule[] {
  if (!rules || rules.length === 0) throw malformedXml();
  const named = rules.map((rule) => ({ ...rule, ID: rule.ID ?? createId() }));
  if (new Set(named.map(({ ID }) => ID)).size < named.length) {
    throw invalidArgument("Rule ID must be unique. Found same ID for more than one rule", "ID", "");
  }
  for (const { Status, Expiration, AbortIncompleteMultipartUpload: abort } of named) {
    if (Status !== "Enabled" && Status !== "Disabled") throw malformedXml();
    for (const days of [Expiration?.Days, abort?.DaysAfterInitiation]) {
      if (days !== undefined && !(Number.isInteger(days) && days > 0)) {
        throw invalidArgument(
          "'Days' for Expiration action must be a positive integer",
          "Days",
          String(days),
        );
      }
    }
  }
  return named;
}

/** When and by which rule an object leaves, or undefined when none applies. `at`: milliseconds since the epoch. */
export function findExpiration(
  rules: readonly LifecycleRule[],
  object: Pick<StoredObject, "key" | "size" | "modifiedAt"> & { headers: { tags: readonly Tag[] } },
): { at: number; ruleId: string } | undefined {
  const dates = rules
    .filter((rule) => rule.Status === "Enabled" && appliesTo(rule, object))
    .flatMap(({ Expiration, ID = "" }) => {
      if (Expiration?.Days !== undefined) {
        const aged = object.modifiedAt + Expiration.Days * dayMs;
        return [{ at: Math.ceil(aged / dayMs) * dayMs, ruleId: ID }];
      }
      // Rules come from the store as JSON, where a date is text.
      return Expiration?.Date ? [{ at: new Date(Expiration.Date).getTime(), ruleId: ID }] : [];
    });
  return dates.sort((a, b) => a.at - b.at)[0];
}

/** The `x-amz-expiration` header. */
export function toExpirationHeader({ at, ruleId }: { at: number; ruleId: string }): string {
  return `expiry-date="${new Date(at).toUTCString()}", rule-id="${ruleId}"`;
}

function appliesTo(
  { Filter, Prefix }: LifecycleRule,
  { key, size, headers: { tags } }: Parameters<typeof findExpiration>[1],
): boolean {
  const filter = { ...Filter, ...Filter?.And };
  const wanted = [...(filter.Tag ? [filter.Tag] : []), ...(Filter?.And?.Tags ?? [])];
  return (
    key.startsWith(Prefix ?? filter.Prefix ?? "") &&
    size > (filter.ObjectSizeGreaterThan ?? -1) &&
    size < (filter.ObjectSizeLessThan ?? Infinity) &&
    wanted.every(({ Key, Value }) => tags.some((tag) => tag.Key === Key && tag.Value === Value))
  );
}

interface LifecycleDeps {
  buckets: Buckets;
  objects: Objects;
  uploads: Uploads;
  clock: Clock;
  transaction: <Result>(work: () => Result) => Result;
}

/** Removes what has expired, now and at each midnight UTC. */
export function createLifecycle({ buckets, objects, uploads, clock, transaction }: LifecycleDeps) {
  let cancel: (() => void) | undefined;

  function sweep(): void {
    for (const { name } of buckets.list()) {
      const rules = buckets.findSetting(name, "lifecycle");
      if (!rules) continue;
      sweepObjects(name, rules);
      for (const upload of uploads.list(name)) {
        const expired = rules.some(
          (rule) =>
            rule.Status === "Enabled" &&
            upload.key.startsWith(rule.Filter?.Prefix ?? rule.Prefix ?? "") &&
            upload.startedAt +
              (rule.AbortIncompleteMultipartUpload?.DaysAfterInitiation ?? Infinity) * dayMs <=
              clock.now(),
        );
        if (expired) transaction(() => uploads.remove(upload.id));
      }
    }
  }

  function sweepObjects(bucket: string, rules: readonly LifecycleRule[]): void {
    let after = "";
    for (;;) {
      const rows = objects.scan(bucket, { prefix: "", after, skipAfter: false, limit: sweepRows });
      transaction(() => {
        for (const object of rows) {
          const expiration = findExpiration(rules, object);
          if (expiration && expiration.at <= clock.now()) objects.remove(bucket, object.key);
        }
      });
      const last = rows.at(-1);
      if (!last || rows.length < sweepRows) return;
      after = last.key;
    }
  }

  function start(): void {
    cancel?.();
    sweep();
    cancel = clock.schedule((Math.floor(clock.now() / dayMs) + 1) * dayMs, start);
  }

  return { start, close: () => cancel?.() };
}
