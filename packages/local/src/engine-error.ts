/** What the person who starts the engine can mend. `code` is stable; `hint` says what to do next. */
export class EngineError extends Error {
  readonly code: `ACME_${string}`;
  readonly hint: string | undefined;

  constructor(code: `ACME_${string}`, message: string, options: { hint?: string; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.name = "EngineError";
    this.code = code;
    this.hint = options.hint;
  }
}
