/** Throws RangeError. */
export function checkConcurrency(concurrency: number): void {
  if (Number.isInteger(concurrency) && concurrency >= 0) return;
  throw new RangeError(`concurrency is ${concurrency}; expected a whole number of at least 0`);
}

/** Works on `count` indexes in order, so many at a time (0: all); begins no further one after a failure. Rejects with the first error. */
export async function runWorkers(
  count: number,
  concurrency: number,
  work: (index: number) => Promise<void>,
): Promise<void> {
  let next = 0;
  let failed = false;
  const worker = async () => {
    while (next < count && !failed) {
      const index = next++;
      try {
        await work(index);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  const workers = concurrency === 0 ? count : Math.min(concurrency, count);
  await Promise.all(Array.from({ length: workers }, worker));
}
