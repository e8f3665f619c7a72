import { flow } from "acme-engine";

type Payment = { card: { number: string } } | { iban: string };

export const IfStatementWithInKeyword = flow(
  { name: "IfStatementWithInKeyword" },
  async ({ payment }: { payment: Payment }) => {
    if ("card" in payment) return `charged ${payment.card.number}`;
    if (!("iban" in payment)) return "nothing to charge";
    return `charged ${payment.iban}`;
  },
);
