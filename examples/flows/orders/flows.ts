import { flow, FlowError, task } from "acme-engine";

export class CardDeclined extends FlowError {}

interface Order {
  id: string;
  lines: { sku: string; count: number; price: number }[];
  express?: boolean;
}

const review = task(
  { name: "reviewOrder" },
  async ({ id, total }: { id: string; total: number }): Promise<{ accepted: boolean }> => ({
    accepted: id !== "suspicious" && total < 10_000,
  }),
);

const charge = task(
  { name: "chargeOrder" },
  async ({ id, amount }: { id: string; amount: number }): Promise<{ receipt: string }> => {
    if (id.startsWith("broke")) throw new CardDeclined(`${id}: ${amount}`);
    return { receipt: `${id}-${amount}` };
  },
);

const ship = task(
  { name: "shipOrder" },
  async ({ id, express }: { id: string; express: boolean }): Promise<{ parcel: string }> => ({
    parcel: `${express ? "fast" : "slow"}-${id}`,
  }),
);

/** Works through orders one after the other; large ones are looked at first, and one that cannot be paid does not stop the others. */
export const processOrders = flow(
  { name: "process-orders" },
  async ({ orders, reviewAbove = 500 }: { orders: Order[]; reviewAbove?: number }) => {
    const shipped: string[] = [];
    const refused: string[] = [];
    let revenue = 0;
    for (const { id, lines, express = false } of orders) {
      const total = lines.reduce((sum, line) => sum + line.count * line.price, 0);
      if (total === 0) continue;
      if (total > reviewAbove) {
        const { accepted } = await review({ id, total });
        if (!accepted) {
          refused.push(id);
          continue;
        }
      }
      try {
        await charge({ id, amount: total });
      } catch (error) {
        if (!(error instanceof CardDeclined)) throw error;
        refused.push(id);
        continue;
      }
      revenue += total;
      const { parcel } = await ship({ id, express });
      shipped.push(parcel);
    }
    return { shipped, refused, revenue };
  },
);
