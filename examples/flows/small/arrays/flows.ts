import { flow } from "acme-engine";

interface Order {
  id: string;
  customer: { name: string; address: { city: string } };
  lines: { sku: string; count: number }[];
}

/** An array as text. */
export const serializeArray = flow({ name: "serializeArray" }, async ({ words }: { words: string[] }) => ({
  text: JSON.stringify([...words, "end"]),
  joined: words.join(", "),
}));

/** With the element's index and a value from outside. */
export const mapArray = flow(
  { name: "mapArray" },
  async ({ words, suffix = "!" }: { words: string[]; suffix?: string }) => {
    const loud = words.map((word, index) => {
      const text = word.toUpperCase();
      return { index, text: text + suffix };
    });
    return { loud, count: loud.length };
  },
);

export const mapArraySimple = flow({ name: "mapArraySimple" }, async ({ numbers }: { numbers: number[] }) =>
  numbers.map((n) => n * n),
);

export const mapArrayNestedPropertyAccess = flow(
  { name: "mapArrayNestedPropertyAccess" },
  async ({ orders }: { orders: Order[] }) => ({
    cities: orders.map((order) => order.customer.address.city),
    skus: orders.map(({ lines }) => lines.map(({ sku }) => sku)),
  }),
);

export const filterArray = flow({ name: "filterArray" }, async ({ orders }: { orders: Order[] }) => {
  const large = orders.filter(({ lines }) => lines.length > 1);
  const [first] = large;
  return {
    ids: large.map(({ id }) => id),
    inBern: orders.filter((order) => order.customer.address.city === "Bern").length,
    first: first?.id ?? null,
  };
});

/** What is written as a path with filters and slices elsewhere. */
export const jsonPathExpressions = flow(
  { name: "jsonPathExpressions" },
  async ({ orders }: { orders: Order[] }) => {
    const lines = orders.flatMap((order) => order.lines);
    return {
      first: lines[0] ?? null,
      last: lines.at(-1) ?? null,
      head: lines.slice(0, 2),
      tail: lines.slice(-1),
      all: lines.map(({ count }) => count),
      many: lines.filter(({ count }) => count >= 2).map(({ sku }) => sku),
      found: lines.find(({ sku }) => sku === "b") ?? null,
      length: lines.length,
      total: lines.reduce((sum, { count }) => sum + count, 0),
      unique: [...new Set(lines.map(({ sku }) => sku))],
      hasA: lines.some(({ sku }) => sku === "a"),
    };
  },
);
