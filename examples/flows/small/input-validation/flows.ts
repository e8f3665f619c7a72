import { flow, FlowError } from "acme-engine";

export class InvalidOrder extends FlowError {}

/** Whoever starts an execution may send anything. */
interface Order {
  amount?: unknown;
  unit?: unknown;
}

export const checkArgumentType = flow({ name: "checkArgumentType" }, async ({ amount, unit }: Order) => {
  if (typeof amount !== "number") throw new InvalidOrder("amount has to be a number");
  if (typeof unit !== "string") throw new InvalidOrder("unit has to be a text");
  return { amount, unit };
});

export const checkArgumentTypeProvideDefault = flow(
  { name: "checkArgumentTypeProvideDefault" },
  async ({ amount, unit }: Order) => {
    let checked = 1;
    if (typeof amount === "number") checked = amount;
    const given = typeof unit === "string" ? unit : "pieces";
    return { checked, given };
  },
);

export const checkArgumentRange = flow(
  { name: "checkArgumentRange" },
  async ({ amount }: { amount: number }) => {
    if (amount < 1) throw new InvalidOrder(`${amount} is less than 1`);
    if (amount > 100) throw new InvalidOrder("more than 100");
    if (!Number.isInteger(amount)) throw new InvalidOrder("only whole pieces");
    return amount;
  },
);
