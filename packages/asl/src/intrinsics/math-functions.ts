import { integerAt, IntrinsicError, type IntrinsicFunction } from "./intrinsic-function.ts";

export const mathFunctions: { [name: string]: IntrinsicFunction } = {
  "States.MathAdd": {
    arity: [2, 2],
    apply: (args) => integerAt(args, 0) + integerAt(args, 1),
  },

  /** From the first argument up to, not including, the second. A seed gives the same number each time. */
  "States.MathRandom": {
    arity: [2, 3],
    apply(args, environment) {
      const [start, end] = [integerAt(args, 0), integerAt(args, 1)];
      if (start >= end) throw new IntrinsicError(`The start ${start} must be below the end ${end}`);
      const random = args.length === 3 ? seededRandom(integerAt(args, 2)) : environment.random();
      return start + Math.floor(random * (end - start));
    },
  },
};

/** The first double of java.util.Random with this seed. Source: Java SE API, java.util.Random. */
function seededRandom(seed: number): number {
  const mask = (1n << 48n) - 1n;
  let state = (BigInt(seed) ^ 0x5deece66dn) & mask;
  const next = (bits: bigint): bigint => {
    state = (state * 0x5deece66dn + 0xbn) & mask;
    return state >> (48n - bits);
  };
  return Number((next(26n) << 27n) + next(27n)) / 2 ** 53;
}
