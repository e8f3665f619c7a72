import { callback, flow, FlowError, task } from "acme-engine";

export class Rejected extends FlowError {}

interface Expense {
  id: string;
  amount: number;
  reason: string;
}

interface Decision {
  approved: boolean;
  by: string;
  comment?: string;
}

const askManager = task(
  { name: "askManager" },
  async ({ expense, token }: { expense: Expense; token: string }): Promise<void> =>
    console.log(`expense ${expense.id} waits for a decision: ${token}`),
);

const pay = task(
  { name: "payExpense" },
  async ({ id, amount }: { id: string; amount: number }): Promise<{ transfer: string }> => ({
    transfer: `${id}:${amount}`,
  }),
);

const tellRejected = task(
  { name: "tellRejected" },
  async ({ id, by }: { id: string; by: string }): Promise<void> => console.log(`${by} rejected ${id}`),
);

/** Asks a person, and waits until the answer comes back with the token. */
export const expense = flow({ name: "expense" }, async (request: Expense) => {
  const decision = await callback<Decision>((token) => askManager({ expense: request, token }));
  if (decision.approved) {
    const { transfer } = await pay({ id: request.id, amount: request.amount });
    return { transfer, approvedBy: decision.by };
  }
  await tellRejected({ id: request.id, by: decision.by });
  throw new Rejected(`${decision.by}: ${decision.comment ?? "no comment"}`);
});
