import { flow, task } from "acme-engine";

const ship = task({ name: "ship" }, async ({ item }: { item: string }): Promise<{ parcel: string }> => ({
  parcel: `parcel of ${item}`,
}));

/** One call after the other. */
export const simpleForeach = flow({ name: "simpleForeach" }, async ({ items }: { items: string[] }) => {
  const parcels: string[] = [];
  for (const item of items) {
    const { parcel } = await ship({ item });
    parcels.push(parcel);
  }
  return parcels;
});

export const foreachWithBreak = flow({ name: "foreachWithBreak" }, async ({ items }: { items: string[] }) => {
  let packed = "";
  for (const item of items) {
    if (item === "stop") break;
    packed += `${item} `;
  }
  return packed;
});

export const foreachWithContinue = flow(
  { name: "foreachWithContinue" },
  async ({ items }: { items: string[] }) => {
    let packed = "";
    let skipped = 0;
    for (const item of items) {
      if (item === "") {
        skipped++;
        continue;
      }
      packed += `${item} `;
    }
    return { packed, skipped };
  },
);

export const foreachEarlyReturn = flow(
  { name: "foreachEarlyReturn" },
  async ({ items }: { items: string[] }) => {
    let seen = 0;
    for (const item of items) {
      seen++;
      if (item.endsWith("gold")) return { item, seen };
    }
    return "no gold";
  },
);

export const nestedForeach = flow(
  { name: "nestedForeach" },
  async ({ boxes }: { boxes: { label: string; items: string[] }[] }) => {
    let last = "none";
    let count = 0;
    for (const box of boxes) {
      for (const item of box.items) {
        last = `${box.label}/${item}`;
        count++;
      }
    }
    return { last, count };
  },
);

/** A loop that does nothing. */
export const emptyForeach = flow({ name: "emptyForeach" }, async ({ items }: { items: string[] }) => {
  for (const _item of items) {
    // Nothing to do.
  }
});
