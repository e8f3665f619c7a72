import { flow } from "acme-engine";

interface Room {
  degrees: number;
  wanted: number;
}

/** Blocks of several steps. */
export const choice = flow({ name: "choice" }, async ({ degrees, wanted }: Room) => {
  if (degrees < wanted) {
    const by = wanted - degrees;
    const done = `heated by ${by}`;
    return { done, by };
  } else if (degrees > wanted) {
    const by = degrees - wanted;
    const done = `cooled by ${by}`;
    return { done, by: -by };
  } else {
    return { done: "nothing", by: 0 };
  }
});

export const choiceWithSingleStatements = flow(
  { name: "choiceWithSingleStatements" },
  async ({ degrees, wanted }: Room) => {
    let valve = 0;
    if (degrees < wanted) valve = 1;
    else if (degrees > wanted) valve = -1;
    return valve;
  },
);

/** Truthiness instead of a comparison, and nothing on the other side. */
export const choiceWithShorthand = flow(
  { name: "choiceWithShorthand" },
  async ({ cold, degrees }: { cold?: boolean; degrees: number }) => {
    let note = "fine";
    if (!degrees || cold) note = "too cold";
    return note;
  },
);
