import { flow, map, task } from "acme-engine";

const price = task(
  { name: "price" },
  async ({ sku, factor }: { sku: string; factor: number }): Promise<number> => sku.length * factor,
);

/** A map inside of a map, both reading what is around them. */
export const main = flow(
  { name: "closures" },
  async ({ shops, skus, factor }: { shops: string[]; skus: string[]; factor: number }) => {
    const currency = "CHF";
    const offers = await map(shops, async (shop) => {
      const label = `${shop} (${currency})`;
      const prices = await map(skus, async (sku) => {
        const amount = await price({ sku, factor });
        return { sku, text: `${label}: ${sku} ${amount} x ${factor}` };
      });
      return { shop, prices };
    });
    return { currency, offers };
  },
);
