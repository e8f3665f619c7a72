import { flow, task } from "acme-engine";

const probe = task({ name: "probe" }, async ({ round }: { round: number }): Promise<boolean> => round >= 2);

/** Asks until the answer is yes. */
export const simpleDoWhile = flow({ name: "simpleDoWhile" }, async () => {
  let ready = false;
  do {
    ready = await probe({ round: 0 });
  } while (!ready);
});

/** Once. */
export const simpleDoAlwaysFalse = flow({ name: "simpleDoAlwaysFalse" }, async () => {
  let text = "";
  do {
    text += "done";
    // oxlint-disable-next-line no-constant-condition
  } while (false);
  return text;
});

export const doWhileWithBreak = flow({ name: "doWhileWithBreak" }, async ({ limit }: { limit: number }) => {
  let round = 0;
  do {
    if (round ** 2 > 50) break;
    round++;
  } while (round < limit);
  return round;
});

export const doWhileWithEarlyReturn = flow(
  { name: "doWhileWithEarlyReturn" },
  async ({ limit }: { limit: number }) => {
    let round = 0;
    do {
      if (round ** 2 > 50) return `found after ${round}`;
      round++;
    } while (round < limit);
    return "never found";
  },
);

/** The test is made after continue, too. */
export const doWhileWithContinue = flow(
  { name: "doWhileWithContinue" },
  async ({ limit }: { limit: number }) => {
    let round = 0;
    let noted = 0;
    do {
      round++;
      if (round % 2 === 0) continue;
      noted++;
    } while (round < limit);
    return { round, noted };
  },
);
