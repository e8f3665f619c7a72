import { flow } from "acme-engine";

const Priority = { low: 0, normal: 1, high: 2 } as const;
type Priority = (typeof Priority)[keyof typeof Priority];

const OrderState = { open: "OPEN", paid: "PAID", shipped: "SHIPPED" } as const;
type OrderState = (typeof OrderState)[keyof typeof OrderState];

export const compareEnum = flow({ name: "compareEnum" }, async ({ priority }: { priority: Priority }) => {
  if (priority === Priority.high) return "now";
  if (priority !== Priority.low) return "soon";
  return Priority.low;
});

export const compareStringEnum = flow(
  { name: "compareStringEnum" },
  async ({ state }: { state: OrderState }) => {
    switch (state) {
      case OrderState.open:
        return { next: OrderState.paid };
      case OrderState.paid:
        return { next: OrderState.shipped };
      default:
        return { next: null };
    }
  },
);
