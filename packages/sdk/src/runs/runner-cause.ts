/** What the runner in a container tells of an error, or a flow in a flow. */
export interface RunnerCause {
  /** Name of the error's class. */
  readonly errorType: string;
  readonly errorMessage: string;
  /** Absent when it did not fit, or there was none. */
  readonly stack?: string;
}

/** The cause of a task's failure as the runner writes it; undefined when somebody else wrote it. */
export function parseRunnerCause(cause: string | undefined): RunnerCause | undefined {
  if (cause === undefined || !cause.startsWith('{"errorType":')) return undefined;
  try {
    const { errorType, errorMessage, stack } = JSON.parse(cause) as Record<string, unknown>;
    if (typeof errorType !== "string" || typeof errorMessage !== "string") return undefined;
    return { errorType, errorMessage, ...(typeof stack === "string" && stack !== "" && { stack }) };
  } catch {
    return undefined;
  }
}
