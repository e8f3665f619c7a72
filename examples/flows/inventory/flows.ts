import { flow, task } from "acme-engine";

interface Item {
  sku: string;
  stock: number;
  minimum: number;
  expiresInDays: number;
}

const readItem = task({ name: "readItem" }, async ({ sku }: { sku: string }): Promise<Item> => ({
  sku,
  stock: 4,
  minimum: 10,
  expiresInDays: 30,
}));

const reorder = task(
  { name: "reorder" },
  async ({ sku, count }: { sku: string; count: number }): Promise<{ order: string }> => ({
    order: `${count} of ${sku}`,
  }),
);

const warnAboutExpiry = task(
  { name: "warnAboutExpiry" },
  async ({ sku, days }: { sku: string; days: number }): Promise<{ warning: string }> => ({
    warning: `${sku} expires in ${days} days`,
  }),
);

const updateStock = task(
  { name: "updateStock" },
  async ({ sku, stock }: { sku: string; stock: number }): Promise<{ stock: number }> => ({
    stock: sku === "" ? 0 : stock,
  }),
);

/** Writes a sale down; at the same time orders what runs out and warns about what will not be sold in time. */
export const sell = flow({ name: "sell" }, async ({ sku, count }: { sku: string; count: number }) => {
  const item = await readItem({ sku });
  const left = item.stock - count;
  const [{ stock }, order, warning] = await Promise.all([
    updateStock({ sku, stock: left }),
    (async () => {
      if (left >= item.minimum) return null;
      const ordered = await reorder({ sku, count: 2 * item.minimum - left });
      return ordered.order;
    })(),
    (async () => {
      if (item.expiresInDays > 14) return null;
      const warned = await warnAboutExpiry({ sku, days: item.expiresInDays });
      return warned.warning;
    })(),
  ]);
  return { sku, stock, order, warning };
});
