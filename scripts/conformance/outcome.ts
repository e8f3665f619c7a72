/** What became of a case. */
export type Outcome =
  | { result: "passed" }
  | { result: "failed"; difference: string }
  | { result: "skipped"; reason: string };

export function failed(difference: string): Outcome {
  return { result: "failed", difference };
}

export function skipped(reason: string): Outcome {
  return { result: "skipped", reason };
}

export const passed: Outcome = { result: "passed" };

/** Passed when there is no difference. */
export function outcomeOf(difference: string | undefined): Outcome {
  return difference === undefined ? passed : failed(difference);
}
