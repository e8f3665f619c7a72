import { flow, FlowError, task } from "acme-engine";

export class OutOfStock extends FlowError {}
export class CardDeclined extends FlowError {}
export class NoCarrier extends FlowError {}

interface Order {
  id: string;
  sku: string;
  count: number;
  unitPrice: number;
  country: string;
}

const reserve = task(
  { name: "reserveStock" },
  async ({ sku, count }: { sku: string; count: number }): Promise<{ reservation: string }> => {
    if (count > 100) throw new OutOfStock(`${count} of ${sku}`);
    return { reservation: `${sku}*${count}` };
  },
);

const release = task(
  { name: "releaseStock", retries: 3 },
  async ({ reservation }: { reservation: string }): Promise<void> => console.log(`released ${reservation}`),
);

const charge = task(
  { name: "chargeCard" },
  async ({
    order,
    amount,
  }: {
    order: string;
    amount: number;
  }): Promise<{ payment: string; amount: number }> => {
    if (amount > 5000) throw new CardDeclined(`${amount} is over the card's limit`);
    return { payment: `pay-${order}`, amount };
  },
);

const refund = task(
  { name: "refundCard", retries: 3 },
  async ({ payment }: { payment: string; amount: number }): Promise<void> =>
    console.log(`refunded ${payment}`),
);

const ship = task(
  { name: "shipOrder" },
  async ({ order, country }: { order: string; country: string }): Promise<{ parcel: string }> => {
    if (country === "AQ") throw new NoCarrier(`nobody delivers to ${country}`);
    return { parcel: `parcel-${order}` };
  },
);

/** An order is taken in three steps; each has a step that undoes it. The flow ends with the error that stopped it. */
export const placeOrder = flow({ name: "place-order" }, async (order: Order) => {
  const { reservation } = await reserve({ sku: order.sku, count: order.count });
  try {
    const { payment, amount } = await charge({ order: order.id, amount: order.count * order.unitPrice });
    try {
      const { parcel } = await ship({ order: order.id, country: order.country });
      return { order: order.id, parcel, payment, amount };
    } catch (error) {
      await refund({ payment, amount });
      throw error;
    }
  } catch (error) {
    await release({ reservation });
    throw error;
  }
});
