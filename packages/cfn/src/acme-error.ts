export interface AcmeErrorOptions {
  /** What to do next, in one sentence or two. */
  hint?: string | undefined;
  cause?: unknown;
}

/**
 * A failure that the user can mend. Consumers tell it by its shape (`name` and a `code` that starts with `ACME_`), not
 * by its class, because packages that cannot import each other each have their own.
 */
export class AcmeError extends Error {
  /** Stable: `ACME_…`. */
  readonly code: `ACME_${string}`;
  readonly hint: string | undefined;

  constructor(code: `ACME_${string}`, message: string, { hint, cause }: AcmeErrorOptions = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = "AcmeError";
    this.code = code;
    this.hint = hint;
  }
}
