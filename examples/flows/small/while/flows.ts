import { flow, sleep, task } from "acme-engine";

const isDone = task({ name: "isDone" }, async ({ job }: { job: string }): Promise<boolean> => job !== "");

/** Asks, and waits between. */
export const simpleWhile = flow({ name: "simpleWhile" }, async () => {
  while (!(await isDone({ job: "1" }))) {
    await sleep(5);
  }
});

export const whileWithBreak = flow({ name: "whileWithBreak" }, async ({ limit }: { limit: number }) => {
  let round = 0;
  while (true) {
    if (round * 10 >= limit) break;
    round++;
  }
  return round;
});

export const whileWithEarlyReturn = flow(
  { name: "whileWithEarlyReturn" },
  async ({ limit }: { limit: number }) => {
    let round = 0;
    while (round < limit) {
      if (round * 10 >= 20) return { result: round * 10 };
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
    sum += round * 10;
  }
  return sum;
});
