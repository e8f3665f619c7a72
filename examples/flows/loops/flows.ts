import { flow, task } from "acme-engine";

const measure = task({ name: "measure" }, async ({ at }: { at: number }): Promise<{ value: number }> => ({
  value: (at * 7) % 5,
}));

/** continue in a do-while goes to its test. */
export const retryOdd = flow({ name: "retry-odd" }, async ({ tries }: { tries: number }) => {
  let at = 0;
  let sum = 0;
  do {
    at++;
    if (at % 2 === 1) continue;
    const { value } = await measure({ at });
    sum += value;
  } while (at < tries);
  return { at, sum };
});

/** A label says which loop is left. */
export const findPair = flow(
  { name: "find-pair" },
  async ({ xs, ys, wanted }: { xs: number[]; ys: number[]; wanted: number }) => {
    let found: { x: number; y: number } | null = null;
    let measured = 0;
    search: for (const x of xs) {
      if (x < 0) continue;
      for (const y of ys) {
        if (y === x) continue search;
        const { value } = await measure({ at: x + y });
        measured++;
        if (value === wanted) {
          found = { x, y };
          break search;
        }
      }
    }
    return { found, measured };
  },
);

interface Line {
  sku: string;
  count: number;
  price: number;
}

/** A loop that only computes takes no state. */
export const invoice = flow({ name: "invoice" }, async ({ lines }: { lines: Line[] }) => {
  let total = 0;
  let largest = "";
  let most = 0;
  const skus: string[] = [];
  for (const { sku, count, price } of lines) {
    if (count === 0) continue;
    const sum = count * price;
    total += sum;
    if (sum > most) {
      most = sum;
      largest = sku;
    }
    skus.push(sku);
  }
  return { total, largest, skus };
});
