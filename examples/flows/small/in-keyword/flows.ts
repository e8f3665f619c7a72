import { flow, task } from "acme-engine";

type Payment = { card: { number: string } } | { iban: string };

const charge = task(
  { name: "charge" },
  async ({ account }: { account: string }): Promise<string> => `charged ${account}`,
);

export const IfStatementWithInKeyword = flow(
  { name: "IfStatementWithInKeyword" },
  async ({ payment }: { payment: Payment }) => {
    if ("card" in payment) return charge({ account: payment.card.number });
    if (!("iban" in payment)) return "nothing to charge";
    return charge({ account: payment.iban });
  },
);
