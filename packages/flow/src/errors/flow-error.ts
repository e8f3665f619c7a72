import { errorNameOf } from "./error-name.ts";

/**
 * An error whose `name` is the name of its class, as it is after a boundary. Extend it (`class OutOfStock extends FlowError {}`), and
 * `error.name` means the same in a flow that is called and in one that is compiled.
 */
export class FlowError extends Error {
  /** Overrides the name of the class at boundaries. */
  static readonly errorName?: string;

  constructor(message?: string, options?: ErrorOptions) {
    super(message, options);
    Object.defineProperty(this, "name", { value: errorNameOf(this), configurable: true, writable: true });
  }
}
