import type { AwsError } from "../protocol/aws-error.ts";

export interface Page<Item> {
  readonly items: readonly Item[];
  /** Absent on the last page. */
  readonly nextToken: string | undefined;
}

/**
 * One page of a sorted list. The token carries the key of the page's last item, so items that come between two calls do not
 * shift the next page.
 */
export function pageOf<Item>(
  sorted: readonly Item[],
  options: {
    keyOf: (item: Item) => string;
    limit: number;
    token: string | undefined;
    /** How the service refuses a token that it did not give. */
    invalidToken: () => AwsError;
  },
): Page<Item> {
  const { keyOf, limit, token } = options;
  let start = 0;
  if (token !== undefined) {
    const key = Buffer.from(token, "base64url").toString();
    start = sorted.findIndex((item) => keyOf(item) === key) + 1;
    if (start === 0) throw options.invalidToken();
  }
  const items = sorted.slice(start, start + limit);
  const last = items.at(-1);
  const more = start + limit < sorted.length;
  return {
    items,
    nextToken: more && last !== undefined ? Buffer.from(keyOf(last)).toString("base64url") : undefined,
  };
}
