import { flow, sleep, task } from "acme-engine";

const ship = task({ name: "ship" }, async ({ item }: { item: string }): Promise<{ parcel: string }> => ({
  parcel: `parcel of ${item}`,
}));

export const simpleForeach = flow({ name: "simpleForeach" }, async ({ items }: { items: string[] }) => {
  const parcels: string[] = [];
  for (const item of items) {
    const { parcel } = await ship({ item });
    await sleep(1);
    parcels.push(parcel);
  }
  return parcels;
});

export const foreachWithBreak = flow({ name: "foreachWithBreak" }, async ({ items }: { items: string[] }) => {
  let shipped = 0;
  for (const item of items) {
    if (item === "stop") break;
    await ship({ item });
    shipped++;
  }
  return shipped;
});

export const foreachWithContinue = flow(
  { name: "foreachWithContinue" },
  async ({ items }: { items: string[] }) => {
    let skipped = 0;
    for (const item of items) {
      if (item === "") {
        skipped++;
        continue;
      }
      await ship({ item });
    }
    return skipped;
  },
);

export const foreachEarlyReturn = flow(
  { name: "foreachEarlyReturn" },
  async ({ items }: { items: string[] }) => {
    for (const item of items) {
      const { parcel } = await ship({ item });
      if (parcel.endsWith("gold")) return parcel;
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
        const { parcel } = await ship({ item: `${box.label}/${item}` });
        last = parcel;
        count++;
      }
      await sleep({ minutes: 1 });
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
