import { appendFileSync } from "node:fs";
import { setTimeout } from "node:timers/promises";

import { flow, FlowError, task } from "acme-engine";

export class Missing extends FlowError {}

/** Text of that many characters; what is odd about it is at the end. */
const generate = task(
  { name: "generate" },
  async ({ characters, end }: { characters: number; end: string }): Promise<{ text: string }> => ({
    text: "x".repeat(characters) + end,
  }),
);

const measure = task(
  { name: "measure" },
  async ({ text }: { text: string }): Promise<{ characters: number; end: string }> => ({
    characters: text.length,
    end: text.slice(-8),
  }),
);

/** A result of another task goes on, whatever its size. */
export const carry = flow(
  { name: "carry" },
  async ({ characters, end = "" }: { characters: number; end?: string }) => {
    const made = await generate({ characters, end });
    return await measure(made);
  },
);

const echo = task({ name: "echo" }, async (input: unknown): Promise<unknown> => input);

/** What goes into a task and comes back. */
export const mirror = flow({ name: "mirror" }, async ({ value }: { value: unknown }) => await echo(value));

const find = task({ name: "find" }, async ({ item }: { item: string }): Promise<{ price: number }> => {
  if (item === "ghost") throw new Missing(`no ${item} anywhere`);
  if (item === "broken") throw new TypeError("the shelf is broken");
  return { price: 7 };
});
const charge = task({ name: "charge" }, async ({ price }: { price: number }): Promise<{ paid: number }> => ({
  paid: price,
}));
const ship = task({ name: "ship" }, async ({ item }: { item: string }): Promise<{ shipped: string }> => ({
  shipped: item,
}));

/** Three tasks, and an error that crosses from a container into the flow. */
export const order = flow({ name: "order" }, async ({ item }: { item: string }) => {
  try {
    const { price } = await find({ item });
    const { paid } = await charge({ price });
    const { shipped } = await ship({ item });
    return { shipped, paid, problem: "" };
  } catch (error) {
    if (error instanceof Missing) return { shipped: "", paid: 0, problem: error.message };
    throw error;
  }
});

/** Says in a file that it has begun, and its first attempt never ends. */
const stuck = task(
  { name: "stuck", retries: 1, retryDelaySeconds: 1, heartbeatSeconds: 2 },
  async ({ file }: { file: string }): Promise<string> => {
    appendFileSync(file, `${process.pid}\n`);
    const { readFileSync } = await import("node:fs");
    if (readFileSync(file, "utf8").split("\n").length > 2) return "second attempt";
    await setTimeout(600_000);
    return "never";
  },
);

export const killed = flow({ name: "killed" }, async ({ file }: { file: string }) => await stuck({ file }));

const endless = task(
  { name: "endless", heartbeatSeconds: 3 },
  async ({ file }: { file: string }, { signal }): Promise<string> => {
    appendFileSync(file, `${process.pid}\n`);
    await setTimeout(600_000, undefined, { signal });
    return "never";
  },
);

export const waits = flow({ name: "waits" }, async ({ file }: { file: string }) => await endless({ file }));

/** Called by another flow. */
export const inner = flow(
  { name: "inner_part" },
  async ({ item }: { item: string }): Promise<{ price: number }> => {
    const { price } = await find({ item });
    return { price };
  },
);

export const outer = flow({ name: "outer" }, async ({ items }: { items: string[] }) => {
  const prices: { price: number }[] = await Promise.all(items.map((item) => inner({ item })));
  return prices.map(({ price }) => price);
});

/** Any code, in one container. */
export const whole = flow({ name: "whole", mode: "container" }, async ({ items }: { items: string[] }) => {
  const prices = new Map<string, number>();
  for (const item of items) prices.set(item, (await find({ item })).price);
  console.log(`prices ${JSON.stringify([...prices])}`);
  return Object.fromEntries(prices);
});

export const quick = flow({ name: "quick", type: "EXPRESS" }, async ({ n }: { n: number }) => n + 1);
