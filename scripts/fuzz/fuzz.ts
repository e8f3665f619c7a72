import { Random } from "./random.ts";
import { isPromised, type Target } from "./targets.ts";

/** A try that went wrong; the seed repeats it alone. */
export interface Finding {
  seed: number;
  error: string;
}

/** Tries until the time is over or something is found; each try has its own seed, counted up from the first. */
export async function fuzz(
  target: Target,
  { seed, tries, isOver }: { seed: number; tries: number; isOver(): boolean },
): Promise<{ tried: number; finding: Finding | undefined }> {
  for (let tried = 0; tried < tries && !isOver(); tried += 1) {
    try {
      await target(new Random(seed + tried));
    } catch (error) {
      if (isPromised(error)) continue;
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
      return { tried, finding: { seed: seed + tried, error: text } };
    }
  }
  return { tried: tries, finding: undefined };
}
