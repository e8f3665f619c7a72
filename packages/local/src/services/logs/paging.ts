import { invalidParameter } from "./errors.ts";

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextToken: string | undefined;
}

/** One page of a sorted list; the token carries the key of the last item, so items that come between two pages do not shift it. */
export function pageOf<Item>(
  sorted: readonly Item[],
  { keyOf, limit, token }: { keyOf: (item: Item) => string; limit: number; token: string | undefined },
): Page<Item> {
  let start = 0;
  if (token !== undefined) {
    const key = Buffer.from(token, "base64url").toString();
    start = sorted.findIndex((item) => keyOf(item) === key) + 1;
    if (start === 0) throw invalidParameter("The specified nextToken is invalid.");
  }
  const items = sorted.slice(start, start + limit);
  const last = items.at(-1);
  const more = start + limit < sorted.length;
  return {
    items,
    nextToken: more && last !== undefined ? Buffer.from(keyOf(last)).toString("base64url") : undefined,
  };
}
