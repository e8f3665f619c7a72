/**
 * How a phase of a stack operation ended: `finished`, with the stack's record already moved on; or `stopped`, because the
 * engine closes or another operation took over: the store says how far it is.
 */
export type PhaseEnd = "finished" | "stopped";

/** What a phase asks between steps. */
export interface PhaseControl {
  /** The engine closes: nothing may be written any more. */
  readonly isClosing: () => boolean;
  /** No further resource may begin: the engine closes or another operation took over. */
  readonly isStopped: () => boolean;
}
