/** A module of about 300 lines: eight flows with two tasks each, typed as people write: what goes in is annotated, what comes out is not. */
export function flowFile(): string {
  return header + Array.from({ length: 8 }, (_, stage) => flowOf(stage)).join("");
}

/** The flow of it that is compiled. */
export const measuredFlow = "stage-3";

const header = `import { flow, FlowError, map, sleep, task } from "acme-engine";

class Rejected extends FlowError {}

interface Line {
  sku: string;
  count: number;
  price: number;
}

interface Order {
  id: string;
  customer: { name: string; email?: string };
  lines: Line[];
}

const roundCents = (amount: number) => Math.round(amount * 100) / 100;
`;

const flowOf = (stage: number): string => `
const fetch${stage} = task({ name: "fetch-${stage}", retries: 2 }, async ({ id }: { id: string }) => {
  const lines: Line[] = [{ sku: id, count: ${stage}, price: 2.5 }];
  const order: Order = { id, customer: { name: "n" }, lines };
  return { order, found: lines.length > 0, fees: { eu: 1 } as Record<string, number> };
});

const charge${stage} = task(
  { name: "charge-${stage}" },
  async ({ id, amount }: { id: string; amount: number }) => {
    if (amount < 0) return { status: "refused" as const, reason: "negative" };
    return { status: "charged" as const, receipt: { number: id, amount } };
  },
);

export const stage${stage} = flow(
  { name: "stage-${stage}" },
  async ({ ids, limit = ${stage + 1}, note }: { ids: string[]; limit?: number; note?: string }) => {
    let total = 0;
    const fetched = await map(ids.slice(0, limit), (id) => fetch${stage}({ id }), { concurrency: 5 });
    for (const { order, found, fees } of fetched) {
      if (!found) continue;
      const sum = order.lines.map((line) => line.count * line.price).reduce((a, b) => a + b, 0);
      const outcome = await charge${stage}({ id: order.id, amount: roundCents(sum + (fees["eu"] ?? 0)) });
      if (outcome.status === "refused") {
        if (note !== undefined) throw new Rejected(\`\${order.customer.name}: \${outcome.reason} \${note.toUpperCase()}\`);
        continue;
      }
      total += outcome.receipt.amount;
    }
    if (total === 0) await sleep({ minutes: 1 });
    const label = note ?? "none";
    return { total, label, many: total > 3 ? "many" : "few" };
  },
);
`;
