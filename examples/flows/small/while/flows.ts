import { flow, sleep, task } from "acme-engine";

const isDone = task({ name: "isDone" }, async ({ round }: { round: number }): Promise<boolean> => round >= 2);
const work = task({ name: "work" }, async ({ round }: { round: number }): Promise<number> => round * 10);

export const simpleWhile = flow({ name: "simpleWhile" }, async () => {
  while (!(await isDone({ round: 0 }))) {
    await sleep(5);
  }
});

export const whileWithBreak = flow({ name: "whileWithBreak" }, async () => {
  let round = 0;
  while (true) {
    const done = await isDone({ round });
    if (done) break;
    round++;
  }
  return round;
});

export const whileWithEarlyReturn = flow(
  { name: "whileWithEarlyReturn" },
  async ({ limit }: { limit: number }) => {
    let round = 0;
    while (round < limit) {
      const result = await work({ round });
      if (result >= 20) return { result };
      round += 1;
    }
    return null;
  },
);

export const whileWithContinue = flow({ name: "whileWithContinue" }, async ({ limit }: { limit: number }) => {
  let round = 0;
  let sum = 0;
  while (round < limit) {
    round++;
    if (round === 2) continue;
    sum += await work({ round });
  }
  return sum;
});
