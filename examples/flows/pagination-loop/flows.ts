import { flow, task } from "acme-engine";

interface Page {
  keys: string[];
  nextToken?: string;
}

const listPage = task(
  { name: "listPage", retries: 3, retryDelaySeconds: 2 },
  async ({ prefix, token }: { prefix: string; token: string | null }): Promise<Page> =>
    token === null ? { keys: [`${prefix}1`, `${prefix}2`], nextToken: "2" } : { keys: [`${prefix}3`] },
);

const processKeys = task(
  { name: "processKeys" },
  async ({ keys }: { keys: string[] }): Promise<{ processed: number }> => ({ processed: keys.length }),
);

/** Works through a listing page by page, as its tokens lead on. */
export const processListing = flow({ name: "process-listing" }, async ({ prefix }: { prefix: string }) => {
  let token: string | null = null;
  let pages = 0;
  let total = 0;
  do {
    const page: Page = await listPage({ prefix, token });
    const { processed } = await processKeys({ keys: page.keys });
    pages++;
    total += processed;
    token = page.nextToken ?? null;
  } while (token !== null);
  return { pages, total };
});
