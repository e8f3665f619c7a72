import { flow, task } from "acme-engine";

const heat = task({ name: "heat" }, async ({ by }: { by: number }): Promise<string> => `heated by ${by}`);
const cool = task({ name: "cool" }, async ({ by }: { by: number }): Promise<string> => `cooled by ${by}`);

interface Room {
  degrees: number;
  wanted: number;
}

/** Blocks of several steps. */
export const choice = flow({ name: "choice" }, async ({ degrees, wanted }: Room) => {
  if (degrees < wanted) {
    const by = wanted - degrees;
    const done = await heat({ by });
    return { done, by };
  } else if (degrees > wanted) {
    const by = degrees - wanted;
    const done = await cool({ by });
    return { done, by: -by };
  } else {
    return { done: "nothing", by: 0 };
  }
});

export const choiceWithSingleStatements = flow(
  { name: "choiceWithSingleStatements" },
  async ({ degrees, wanted }: Room) => {
    if (degrees < wanted) await heat({ by: 1 });
    else if (degrees > wanted) await cool({ by: 1 });
  },
);

/** Truthiness instead of a comparison, and nothing on the other side. */
export const choiceWithShorthand = flow(
  { name: "choiceWithShorthand" },
  async ({ cold, degrees }: { cold?: boolean; degrees: number }) => {
    if (!degrees || cold) await heat({ by: 2 });
    return "fine";
  },
);
