import { flow } from "acme-engine";

/** A callback inside of a callback, both reading what is around them. */
export const main = flow(
  { name: "closures" },
  async ({ shops, skus, factor }: { shops: string[]; skus: string[]; factor: number }) => {
    const currency = "CHF";
    const price = (sku: string) => sku.length * factor;
    const offers = shops.map((shop) => {
      const label = `${shop} (${currency})`;
      const prices = skus.map((sku) => ({ sku, text: `${label}: ${sku} ${price(sku)} x ${factor}` }));
      return { shop, prices };
    });
    return { currency, offers };
  },
);
