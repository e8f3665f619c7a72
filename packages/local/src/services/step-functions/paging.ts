import { checkLength, checkRange } from "./constraints.ts";
import { invalidToken } from "./errors.ts";

/** Source: Step Functions API Reference, maxResults of the list operations: default 100, 0 means the default, at most 1,000. */
const defaultPageItems = 100;
const maxPageItems = 1000;

/** Recorded on AWS: what is said of a longer token. */
const maxTokenCharacters = 1024;

export interface PageRequest {
  maxResults?: number | undefined;
  nextToken?: string | undefined;
}

/**
 * One page. `read` gives up to `limit` items that come after the key, in order; the token carries the key of the last
 * item, so what is added or removed meanwhile moves no other item. Throws ValidationException or InvalidToken.
 */
export function readPage<Item>(
  request: PageRequest,
  read: (after: string | undefined, limit: number) => Item[],
  keyOf: (item: Item) => string,
  { maxTokenLength = maxTokenCharacters }: { maxTokenLength?: number } = {},
): { items: Item[]; nextToken: string | undefined } {
  const { maxResults, nextToken } = request;
  checkRange(maxResults, "maxResults", { min: 0, max: maxPageItems });
  checkLength(nextToken, "nextToken", { min: 1, max: maxTokenLength });
  const limit = maxResults || defaultPageItems;
  const items = read(nextToken === undefined ? undefined : fromToken(nextToken), limit + 1);
  const last = items.length > limit ? items[limit - 1] : undefined;
  return {
    items: items.slice(0, limit),
    nextToken: last === undefined ? undefined : toToken(keyOf(last)),
  };
}

const toToken = (key: string) => Buffer.from(`after:${key}`).toString("base64url");

function fromToken(token: string): string {
  const text = Buffer.from(token, "base64url").toString();
  if (!text.startsWith("after:")) throw invalidToken();
  return text.slice("after:".length);
}
