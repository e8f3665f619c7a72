import { flow, task } from "acme-engine";

const ask = task({ name: "ask" }, async ({ shop }: { shop: string }): Promise<number> => shop.length);
/** Branches that call a task each. */
export const simple = flow({ name: "simple" }, async () => {
  const [first, second] = await Promise.all([ask({ shop: "one" }), ask({ shop: "seven" })]);
  return { first, second };
});

/** Branches with steps of their own that read what is around them. */
export const enclosedVariables = flow({ name: "enclosedVariables" }, async ({ shop }: { shop: string }) => {
  const prefix = `${shop}:`;
  const discount = shop.length;
  return Promise.all([
    (async () => {
      const price = await ask({ shop: `${prefix}north` });
      return `${prefix}${price - discount}`;
    })(),
    (async () => {
      if (discount > 3) return "no second offer";
      return `${prefix}south`;
    })(),
  ]);
});
