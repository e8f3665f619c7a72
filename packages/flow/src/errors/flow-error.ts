import { errorNameOf, isError } from "./error-name.ts";

/**
 * An error whose `name` is the name of its class, as it is after a boundary. Extend it (`class OutOfStock extends FlowError {}`), and
 * `error.name` means the same in a flow that is called and in one that is compiled.
 */
export class FlowError extends Error {
  /**
   * Overrides the name of the class at boundaries. An error that arrives with that name is an instance of the class, wherever it was made, so
   * AWS's errors have classes too: `class Exists extends FlowError { static override errorName = "DynamoDb.ConditionalCheckFailedException" }`.
   */
  static readonly errorName?: string;

  static override [Symbol.hasInstance](thrown: unknown): boolean {
    // The class's own, without a way back to here.
    if (Function.prototype[Symbol.hasInstance].call(this, thrown)) return true;
    const { errorName } = this;
    return Object.hasOwn(this, "errorName") && isError(thrown) && errorNameOf(thrown) === errorName;
  }

  constructor(message?: string, options?: ErrorOptions) {
    super(message, options);
    Object.defineProperty(this, "name", { value: errorNameOf(this), configurable: true, writable: true });
  }
}
