import { performance } from "node:perf_hooks";

import { median } from "./measure.ts";

/** What one work did, beside the others of the same rounds. */
export interface Rate {
  /** Times per second, median of the rounds. */
  perSecond: number;
  /** How many times the rate of the first work, median of the ratios round by round. */
  ratioToFirst: number;
}

export interface RateOptions {
  rounds: number;
  /** Of each work in each round. */
  seconds: number;
}

/**
 * Works take turns, A B C A B C …, so that what else the machine does falls on all of them; the first round warms up and is not
 * counted. A work does its thing once, or as often as the number that it gives says.
 */
export async function measureRates<Name extends string>(
  works: Record<Name, () => unknown>,
  { rounds, seconds }: RateOptions,
): Promise<Record<Name, Rate>> {
  const names = Object.keys(works) as Name[];
  const measured = new Map<Name, number[]>(names.map((name) => [name, []]));
  for (let round = 0; round <= rounds; round++) {
    for (const name of names) {
      const rate = await measureRound(works[name], seconds);
      if (round > 0) measured.get(name)?.push(rate);
    }
  }
  const first = measured.get(names[0] as Name) ?? [];
  const rates = names.map((name) => {
    const own = measured.get(name) ?? [];
    const ratios = own.map((rate, round) => rate / (first[round] ?? Number.NaN));
    return [name, { perSecond: median(own), ratioToFirst: median(ratios) }];
  });
  return Object.fromEntries(rates) as Record<Name, Rate>;
}

async function measureRound(work: () => unknown, seconds: number): Promise<number> {
  const start = performance.now();
  let times = 0;
  let elapsed = 0;
  for (; elapsed < seconds * 1000; elapsed = performance.now() - start) {
    const done = work();
    // Awaiting what is no promise would cost the synchronous works a turn.
    const count = done instanceof Promise ? await done : done;
    times += typeof count === "number" ? count : 1;
  }
  return (times * 1000) / elapsed;
}
