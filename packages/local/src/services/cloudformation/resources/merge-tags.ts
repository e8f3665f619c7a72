import type { Tag } from "@aws-sdk/client-cloudformation";

import { isJsonObject, type Json } from "../json.ts";
import type { ResourceRequest } from "./provider.ts";

export interface TagSet {
  readonly [key: string]: string;
}

/** The tags that a resource is to have: the stack's, and its own (`Tags`), which count more. */
export function mergeTags({ tags, properties }: Pick<ResourceRequest, "tags" | "properties">): TagSet {
  return { ...toTagSet(tags), ...toTagSet(parseTags(properties["Tags"])) };
}

/** What must be set and taken away to come from one set of tags to another. */
export function compareTags(previous: TagSet, next: TagSet): { set: TagSet; removed: string[] } {
  const set = Object.fromEntries(Object.entries(next).filter(([key, value]) => previous[key] !== value));
  return { set, removed: Object.keys(previous).filter((key) => !Object.hasOwn(next, key)) };
}

function parseTags(value: Json | undefined): Tag[] {
  if (!Array.isArray(value)) return [];
  return value
    .filter(isJsonObject)
    .map(({ Key, Value }) => ({ Key: String(Key), Value: String(Value ?? "") }));
}

function toTagSet(tags: readonly Tag[]): TagSet {
  return Object.fromEntries(tags.map(({ Key = "", Value = "" }) => [Key, Value]));
}
