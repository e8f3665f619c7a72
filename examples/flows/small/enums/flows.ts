import { flow, task } from "acme-engine";

const Priority = { low: 0, normal: 1, high: 2 } as const;
type Priority = (typeof Priority)[keyof typeof Priority];

const OrderState = { open: "OPEN", paid: "PAID", shipped: "SHIPPED" } as const;
type OrderState = (typeof OrderState)[keyof typeof OrderState];

const page = task({ name: "page" }, async ({ text }: { text: string }): Promise<string> => text);

export const compareEnum = flow({ name: "compareEnum" }, async ({ priority }: { priority: Priority }) => {
  if (priority === Priority.high) return page({ text: "now" });
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
