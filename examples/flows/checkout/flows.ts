import { aws, flow, FlowError, task } from "acme-engine";

export class OutOfStock extends FlowError {}
export class PaymentRefused extends FlowError {}

interface Line {
  sku: string;
  count: number;
  price: number;
}

interface Checkout {
  orderId: string;
  customer: string;
  lines: Line[];
  coupon?: string;
}

const reserveLines = task(
  { name: "reserveLines", retries: 2, retryDelaySeconds: 1 },
  async ({ lines }: { orderId: string; lines: Line[] }): Promise<{ reservation: string }> => {
    const missing = lines.find(({ count }) => count > 10);
    if (missing) throw new OutOfStock(`${missing.count} of ${missing.sku}`);
    return { reservation: lines.map(({ sku }) => sku).join("+") };
  },
);

const releaseLines = task(
  { name: "releaseLines", retries: 3 },
  async ({ reservation }: { reservation: string }): Promise<void> => console.log(`released ${reservation}`),
);

const redeemCoupon = task(
  { name: "redeemCoupon" },
  async ({ coupon }: { coupon: string }): Promise<{ percent: number }> => ({
    percent: coupon === "TENTH" ? 10 : 0,
  }),
);

const chargeCustomer = task(
  { name: "chargeCustomer", timeoutSeconds: 60 },
  async ({ customer, amount }: { customer: string; amount: number }): Promise<{ payment: string }> => {
    if (amount > 1000) throw new PaymentRefused(`${customer} may not pay ${amount}`);
    return { payment: `${customer}-${amount}` };
  },
);

/** Takes an order; whatever comes of it, others learn by an event. */
export const checkout = flow({ name: "checkout" }, async ({ orderId, customer, lines, coupon }: Checkout) => {
  let failed: { name: string; message: string };
  try {
    const { reservation } = await reserveLines({ orderId, lines });
    try {
      let total = 0;
      for (const { count, price } of lines) total += count * price;
      if (coupon != null) {
        const { percent } = await redeemCoupon({ coupon });
        total = total - (total * percent) / 100;
      }
      const { payment } = await chargeCustomer({ customer, amount: total });
      await aws.events.putEvents({
        Entries: [
          {
            Source: "shop.checkout",
            DetailType: "OrderPaid",
            Detail: { orderId, payment, total },
            EventBusName: "orders",
          },
        ],
      });
      return { orderId, payment, total };
    } catch (error) {
      await releaseLines({ reservation });
      throw error;
    }
  } catch (error) {
    failed = { name: (error as Error).name, message: (error as Error).message };
  }
  await aws.events.putEvents({
    Entries: [
      {
        Source: "shop.checkout",
        DetailType: "OrderFailed",
        Detail: { orderId, reason: failed.name },
        EventBusName: "orders",
      },
    ],
  });
  return { orderId, failed: failed.name, message: failed.message };
});
