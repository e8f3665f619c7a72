import type { Tag } from "@aws-sdk/client-ecs";

import { clientError, invalidParameter } from "./errors.ts";

const maxTags = 50;

/** Source: Amazon ECS API Reference, Tag. */
export function checkTags(tags: readonly Tag[] | undefined): void {
  if (!tags) return;
  if (tags.length > maxTags) throw invalidParameter(`Too many tags specified. Maximum is ${maxTags}.`);
  const keys = new Set<string>();
  for (const { key, value } of tags) {
    if (!key || key.length > 128) throw invalidParameter("Tag keys must have a length of 1 to 128.");
    if ((value ?? "").length > 256) throw invalidParameter("Tag values must have a length of at most 256.");
    if (/^aws:/i.test(key)) throw invalidParameter("Tag keys may not start with the prefix 'aws:'.");
    if (keys.has(key)) throw clientError(`Duplicate tag keys found: ${key}.`);
    keys.add(key);
  }
}

/** Later tags replace earlier ones with the same key. */
export function mergeTags(earlier: readonly Tag[] | undefined, later: readonly Tag[] | undefined): Tag[] {
  const merged = new Map<string, string>();
  for (const { key, value } of [...(earlier ?? []), ...(later ?? [])]) merged.set(key ?? "", value ?? "");
  return [...merged].map(([key, value]) => ({ key, value }));
}

export function withoutTags(tags: readonly Tag[], keys: readonly string[]): Tag[] {
  return tags.filter(({ key }) => !keys.includes(key ?? ""));
}
