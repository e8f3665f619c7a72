import { flow } from "acme-engine";

interface Settings {
  name?: string | null;
  nick?: string | null;
  retries?: number | null;
  nested?: { color?: string };
}

export const nullCoalescing = flow({ name: "nullCoalescing" }, async ({ name, nick, retries }: Settings) => {
  const shown = nick ?? name;
  const count = retries ?? null;
  let chosen = nick;
  chosen ??= name;
  return { shown: shown ?? null, count, chosen: chosen ?? null };
});

export const nullCoalescingWithLiteral = flow(
  { name: "nullCoalescingWithLiteral" },
  async ({ name, retries }: Settings) => ({
    name: name ?? "nobody",
    retries: retries ?? 3,
    both: [retries ?? 0, name ?? ""],
  }),
);

export const nullCoalescingWithinExpression = flow(
  { name: "nullCoalescingWithinExpression" },
  async ({ name, nick, retries }: Settings) =>
    (retries ?? 1) * 2 > 3 && (nick ?? name ?? "") !== "" ? (retries ?? 1) + 1 : 0,
);

export const nestedNullCoalescing = flow(
  { name: "nestedNullCoalescing" },
  async ({ name, nick, nested }: Settings) => nick ?? name ?? nested?.color ?? "nothing",
);

export const nullCoalescingWithinStringFormat = flow(
  { name: "nullCoalescingWithinStringFormat" },
  async ({ name, nick, retries, nested }: Settings) =>
    `${nick ?? name ?? "nobody"} (${name ?? "?"}) tries ${(retries ?? 0) + 1} times in ${nested?.color ?? "white"}`,
);
