/** The kinds that AWS tells apart in `stoppedReason`. Source: Amazon ECS developer guide, "Stopped tasks error codes". */
export type ContainerErrorKind =
  | "CannotPullContainerError"
  | "CannotStartContainerError"
  | "ResourceInitializationError";

/** A container cannot run: ends its task as `kind: message` and is told to whoever reads `stoppedReason`. */
export class ContainerError extends Error {
  readonly kind: ContainerErrorKind;

  constructor(kind: ContainerErrorKind, message: string, options: { cause?: unknown } = {}) {
    super(message, options);
    this.name = "ContainerError";
    this.kind = kind;
  }

  /** As AWS words it, e.g. `CannotPullContainerError: pull access denied`. */
  get stoppedReason(): string {
    return `${this.kind}: ${this.message}`;
  }
}
