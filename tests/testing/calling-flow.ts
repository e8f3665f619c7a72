import { flow } from "acme-engine";

import { inner } from "./pipeline-flow.ts";

/** Calls a flow of another module. */
export const caller = flow({ name: "caller" }, async ({ item }: { item: string }) => {
  const { price } = await inner({ item });
  return { item, price };
});
