/** How a failure is shown and how the process ends. */
export interface Explanation {
  text: string;
  hint?: string;
  exitCode: number;
  /** Not the user's to mend: show the stack and where to report. */
  isBug: boolean;
  code?: string;
}

interface Shape {
  code?: unknown;
  hint?: unknown;
  exitCode?: unknown;
  $fault?: unknown;
  $metadata?: { httpStatusCode?: unknown };
}

/** Exit codes: 1 the user can fix it or AWS refused, 2 bad usage, 70 our bug (EX_SOFTWARE), 130 Ctrl-C. */
export function explainError(error: unknown): Explanation {
  if (!(error instanceof Error)) return { text: String(error), exitCode: 70, isBug: true };
  const { code, hint, exitCode, $fault, $metadata } = error as Shape;
  if (typeof code === "string" && code.startsWith("ACME_")) {
    return {
      text: error.message,
      code,
      isBug: false,
      exitCode: typeof exitCode === "number" ? exitCode : 1,
      ...(typeof hint === "string" ? { hint } : {}),
    };
  }
  if (error.name === "AbortError") return { text: "Interrupted.", exitCode: 130, isBug: false };
  if ($fault !== undefined || $metadata !== undefined) {
    return {
      text: `AWS answered ${error.name}: ${error.message}`,
      code: error.name,
      exitCode: 1,
      isBug: false,
    };
  }
  if (
    typeof code === "string" &&
    ["ECONNREFUSED", "ECONNRESET", "ENOTFOUND", "ETIMEDOUT", "EAI_AGAIN"].includes(code)
  ) {
    return {
      text: `Cannot reach the target: ${error.message || code}`,
      hint: "Check --target, --endpoint and the network; `acme doctor` shows what answers.",
      code,
      exitCode: 1,
      isBug: false,
    };
  }
  return { text: error.message, exitCode: 70, isBug: true };
}
