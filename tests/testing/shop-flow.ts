import { flow, FlowError, task } from "acme-engine";

class OutOfStock extends FlowError {}
class NoSuchItem extends FlowError {}

const reserve = task({ name: "reserve" }, async ({ item }: { item: string }): Promise<{ price: number }> => {
  if (item === "lamp") throw new OutOfStock("no lamps left");
  if (item === "ghost") throw new NoSuchItem("there are no ghosts");
  return { price: 7 };
});

export const buy = flow({ name: "buy" }, async ({ item }: { item: string }) => {
  try {
    const { price } = await reserve({ item });
    return { item, status: "bought", price };
  } catch (error) {
    if (error instanceof OutOfStock) return { item, status: error.name };
    throw error;
  }
});
