/** A mistake in how the command was called (exit code 2) or in a file that it reads (exit code 1). Other packages' errors have the same shape. */
export class CliError extends Error {
  readonly code: `ACME_${string}`;
  readonly hint: string | undefined;
  readonly exitCode: number;

  constructor(
    code: `ACME_${string}`,
    message: string,
    options: { hint?: string; cause?: unknown; exitCode?: number } = {},
  ) {
    super(message, { cause: options.cause });
    this.name = "AcmeError";
    this.code = code;
    this.hint = options.hint;
    this.exitCode = options.exitCode ?? 1;
  }
}

/** Called wrongly. */
export function usageError(message: string, hint?: string): CliError {
  return new CliError("ACME_USAGE", message, { exitCode: 2, ...(hint ? { hint } : {}) });
}
