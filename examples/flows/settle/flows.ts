import { flow, FlowError, task } from "acme-engine";

export class LedgerClosed extends FlowError {}

interface Account {
  id: string;
  balance: number;
  currency: string;
  frozen?: boolean;
}

const loadAccounts = task(
  { name: "loadAccounts", retries: 2 },
  async ({ day }: { day: string }): Promise<{ accounts: Account[] }> => ({
    accounts: [
      { id: `${day}-a`, balance: 120.5, currency: "EUR" },
      { id: `${day}-b`, balance: -20, currency: "EUR" },
      { id: `${day}-c`, balance: 70, currency: "USD", frozen: true },
    ],
  }),
);

const transfer = task(
  { name: "transfer", retry: [{ on: [LedgerClosed], retries: 3, delaySeconds: 300, backoffRate: 2 }] },
  async ({
    account,
    amount,
  }: {
    account: string;
    amount: number;
    currency: string;
  }): Promise<{ id: string }> => ({
    id: `${account}:${amount}`,
  }),
);

const report = task(
  { name: "report" },
  async ({
    day,
  }: {
    day: string;
    settled: number;
    totals: Record<string, number>;
  }): Promise<{ url: string }> => ({
    url: `https://ledger.example.com/${day}`,
  }),
);

/** Settles the accounts of a day: what is owed is paid out, sums by currency are reported. */
export const settleDay = flow(
  { name: "settle-day" },
  async ({ day, minimum = 1 }: { day: string; minimum?: number }) => {
    const { accounts } = await loadAccounts({ day });
    const due = accounts.filter((account) => !account.frozen && account.balance >= minimum);
    const totals: Record<string, number> = {};
    for (const { currency, balance } of due) totals[currency] = (totals[currency] ?? 0) + balance;
    for (const { id, balance, currency } of due) {
      await transfer({ account: id, amount: balance, currency });
    }
    const { url } = await report({ day, settled: due.length, totals });
    return { settled: due.length, skipped: accounts.length - due.length, totals, url };
  },
);
