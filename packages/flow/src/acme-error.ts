/**
 * Something the user can fix: what happened (`message`), what to do (`hint`), a stable `code`. Told by its shape (`name` and a `code` that
 * starts with `ACME_`), since packages that cannot import each other each have their own.
 */
export class AcmeError extends Error {
  override readonly name = "AcmeError";
  readonly code: `ACME_${string}`;
  readonly hint: string | undefined;

  constructor(code: `ACME_${string}`, message: string, options: { hint?: string; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.hint = options.hint;
  }
}
