import { flow, sleep, task } from "acme-engine";

const probe = task({ name: "probe" }, async ({ round }: { round: number }): Promise<boolean> => round >= 2);
const note = task(
  { name: "note" },
  async ({ round }: { round: number }): Promise<string> => `round ${round}`,
);

export const simpleDoWhile = flow({ name: "simpleDoWhile" }, async () => {
  let ready = false;
  do {
    ready = await probe({ round: 0 });
  } while (!ready);
});

/** Once. */
export const simpleDoAlwaysFalse = flow({ name: "simpleDoAlwaysFalse" }, async () => {
  do {
    await note({ round: 1 });
    // oxlint-disable-next-line no-constant-condition
  } while (false);
  return "done";
});

export const doWhileWithBreak = flow({ name: "doWhileWithBreak" }, async ({ limit }: { limit: number }) => {
  let round = 0;
  do {
    if (await probe({ round })) break;
    await sleep(1);
    round++;
  } while (round < limit);
  return round;
});

export const doWhileWithEarlyReturn = flow(
  { name: "doWhileWithEarlyReturn" },
  async ({ limit }: { limit: number }) => {
    let round = 0;
    do {
      if (await probe({ round })) return `ready after ${round}`;
      round++;
    } while (round < limit);
    return "never ready";
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
      await note({ round });
      noted++;
    } while (round < limit);
    return { round, noted };
  },
);
