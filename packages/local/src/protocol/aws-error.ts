/**
 * An error as the imitated service would answer it. Each service has one factory per error in its `errors.ts`; the
 * protocol puts it on the wire. Anything else that an operation throws is our bug and is answered as InternalFailure.
 */
export class AwsError extends Error {
  /** The error's code on the wire, e.g. `ExecutionDoesNotExist`. */
  readonly code: string;
  readonly statusCode: number;
  /** Members of the modelled error beside `message`, e.g. `{ resourceName: "…" }`. */
  readonly fields: Readonly<Record<string, unknown>>;

  constructor(
    code: string,
    message: string,
    options: { statusCode?: number; fields?: Record<string, unknown> } = {},
  ) {
    super(message);
    this.name = code;
    this.code = code;
    this.statusCode = options.statusCode ?? 400;
    this.fields = options.fields ?? {};
  }
}
