import { flow, map, task } from "acme-engine";

interface Shop {
  name: string;
  shelves: string[];
  staff: string[];
}

const countShelf = task(
  { name: "countShelf" },
  async ({ shop, shelf }: { shop: string; shelf: string }): Promise<number> => shop.length + shelf.length,
);

const sumHours = task(
  { name: "sumHours" },
  async ({ person }: { person: string }): Promise<number> => person.length * 8,
);

/** A map over shops; in it two branches side by side; in each a map of its own. */
export const stocktaking = flow({ name: "stocktaking" }, async ({ shops }: { shops: Shop[] }) => {
  const reports = await map(shops, async ({ name, shelves, staff }) => {
    const [counts, hours] = await Promise.all([
      map(shelves, (shelf) => countShelf({ shop: name, shelf })),
      map(staff, (person) => sumHours({ person })),
    ]);
    let items = 0;
    for (const count of counts) items += count;
    let total = 0;
    for (const one of hours) total += one;
    return { shop: name, items, hours: total };
  });
  return { reports };
});
