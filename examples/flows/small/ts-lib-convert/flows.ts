import { flow } from "acme-engine";

export const convertStringToNumber = flow(
  { name: "convertStringToNumber" },
  async ({ text }: { text: string }) => {
    const number = Number(text);
    return { number, next: number + 1 };
  },
);

/** Every text but the empty one is true. */
export const convertStringToBoolean = flow(
  { name: "convertStringToBoolean" },
  async ({ text }: { text: string }) => ({ filled: Boolean(text), said: text === "true" }),
);
