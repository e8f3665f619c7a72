import { flow, FlowError, task } from "acme-engine";

export class OutOfStock extends FlowError {}
export class Declined extends FlowError {}
export class TemporarilyDown extends FlowError {}

const charge = task(
  {
    name: "charge",
    retry: [{ on: ["TemporarilyDown"], retries: 3, delaySeconds: 1, backoffRate: 2 }],
  },
  async ({ amount }: { amount: number }): Promise<string> => {
    if (amount === 0) throw new OutOfStock("nothing is left");
    if (amount > 100) throw new Declined("too much");
    return `charged ${amount}`;
  },
);

/** What is thrown is caught here, and gives its name and its message. */
export const tryCatch = flow({ name: "tryCatch" }, async ({ sku }: { sku: string }) => {
  try {
    if (sku === "") throw new OutOfStock("nothing was ordered");
    if (sku === "lamp") throw new OutOfStock("no lamps");
    return `reserved ${sku}`;
  } catch (error) {
    return error instanceof Error ? { error: error.name, message: error.message } : null;
  }
});

export const throwErrors = flow({ name: "throwErrors" }, async ({ kind }: { kind: string }) => {
  if (kind === "stock") throw new OutOfStock("no lamps");
  if (kind === "plain") throw new Error(`plain ${kind}`);
  if (kind === "empty") throw new Declined();
  return "nothing to throw";
});

/** A task is tried again when it is said to be worth it. */
export const RetryErrors = flow({ name: "RetryErrors" }, async ({ amount }: { amount: number }) => {
  const receipt = await charge({ amount });
  return { receipt };
});

/** Each class has its own way, what is left goes on up. */
export const CatchErrors = flow({ name: "CatchErrors" }, async ({ amount }: { amount: number }) => {
  try {
    await charge({ amount });
  } catch (error) {
    if (error instanceof OutOfStock) return "out of stock";
    if (error instanceof Declined) return `declined: ${error.message}`;
    throw error;
  }
  return "sold";
});
