/** How the runner ends; the same numbers as for Prefect flows and jobs in Python. */
export const exitCodes = {
  done: 0,
  taskFailed: 1,
  badInput: 64,
  cannotLoad: 65,
  inputNotRead: 66,
  resultNotReported: 74,
  executionGone: 75,
  terminated: 143,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
