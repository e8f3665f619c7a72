import { errorNameOf, isError, messageOf } from "./error-name.ts";

// Registered, because a bundle may hold this module twice.
const arrived = Symbol.for("acme-engine.arrived");

/**
 * The error as it arrives on the other side of a boundary: name and message survive, other properties do not. Here, where the class is at
 * hand, it is still an instance of it; `cause` is what was thrown.
 */
export function toBoundaryError(thrown: unknown): Error {
  if (isError(thrown) && arrived in thrown) return thrown;
  const error = new Error(messageOf(thrown), { cause: thrown });
  const hidden = { configurable: true, writable: true };
  Object.defineProperty(error, "name", { value: errorNameOf(thrown), ...hidden });
  Object.defineProperty(error, arrived, { value: true });
  if (isError(thrown)) {
    Object.setPrototypeOf(error, Object.getPrototypeOf(thrown) as object);
    Object.defineProperty(error, "stack", { value: thrown.stack, ...hidden });
  }
  return error;
}
