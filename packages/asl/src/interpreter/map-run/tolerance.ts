/** How many children may fail. Source: Developer Guide, Setting failure thresholds for Distributed Map states. */
export interface Tolerance {
  /** Undefined: not given. */
  count: number | undefined;
  percentage: number | undefined;
}

/** Whichever is given and reached first counts; with neither, the first failure does. */
export function isExceeded({ count, percentage }: Tolerance, failed: number, total: number): boolean {
  if (count === undefined && percentage === undefined) return failed > 0;
  if (count !== undefined && failed > count) return true;
  return percentage !== undefined && (failed / total) * 100 > percentage;
}
