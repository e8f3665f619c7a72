import { spawnSync } from "node:child_process";
import { performance } from "node:perf_hooks";

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}

/** Wall time in milliseconds of a whole process. Throws when it fails, so that a broken command is never a fast one. */
export function timeProcess(
  command: string,
  args: readonly string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
): number {
  const start = performance.now();
  const { status, stderr, error } = spawnSync(command, args, { encoding: "utf8", ...options });
  const took = performance.now() - start;
  if (status !== 0)
    throw new Error(`${command} ${args.join(" ")} ended with ${status}: ${error?.message ?? stderr}`);
  return took;
}

/**
 * Runs two things in turn, A B A B …, so that both see the same machine; gives the median of each and of the ratios pair by pair.
 * The first pair warms up and is not counted.
 */
export async function compare(
  runs: number,
  a: () => number | Promise<number>,
  b: () => number | Promise<number>,
): Promise<{ a: number; b: number; ratio: number }> {
  const pairs: { a: number; b: number }[] = [];
  for (let run = 0; run <= runs; run++) {
    const pair = { a: await a(), b: await b() };
    if (run > 0) pairs.push(pair);
  }
  return {
    a: median(pairs.map((pair) => pair.a)),
    b: median(pairs.map((pair) => pair.b)),
    ratio: median(pairs.map((pair) => pair.a / pair.b)),
  };
}

/** Calls per second of `call`, `concurrency` at a time, for about `seconds`. */
export async function callsPerSecond(
  call: () => Promise<unknown>,
  concurrency: number,
  seconds: number,
): Promise<number> {
  for (let warmUp = 0; warmUp < 50; warmUp++) await call();
  let calls = 0;
  const start = performance.now();
  const end = start + seconds * 1000;
  const worker = async () => {
    while (performance.now() < end) {
      await call();
      calls++;
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  return (calls * 1000) / (performance.now() - start);
}
