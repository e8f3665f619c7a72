/** A call to AWS that was refused, or got no answer. `code` is AWS's name for the error, `status` 0 where nothing answered. */
export class AwsFailure extends Error {
  override readonly name = "AwsFailure";
  readonly code: string;
  readonly status: number;

  constructor(code: string, message: string, status = 0, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.status = status;
  }

  /** Worth another try: nobody answered, the service is busy or broken, or credentials were not there yet. */
  get isPassing(): boolean {
    return (
      this.status === 0 || this.status === 429 || this.status >= 500 || this.code.startsWith("Throttling")
    );
  }
}
