/** Something the user can fix: what happened (`message`), what to do (`hint`), a stable `code` that starts with `ACME_`. */
export class AcmeError extends Error {
  override readonly name = "AcmeError";
  readonly code: string;
  readonly hint: string | undefined;

  constructor(code: string, message: string, options: { hint?: string; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.hint = options.hint;
  }
}
