import type { Retrier } from "../retry/retry-rule.ts";

/**
 * A state as the States Language writes it, in JSONata. What comes after it and what catches its errors is said by the flow around the call, so
 * these fields are not for it.
 */
export interface AslState {
  readonly Type: "Task" | "Pass" | "Wait" | "Map" | "Parallel";
  readonly Comment?: string;
  readonly Retry?: readonly (Pick<Retrier, "ErrorEquals"> & Partial<Retrier>)[];
  readonly TimeoutSeconds?: number;
  /** What the call gives. Default: the state's result. */
  readonly Output?: unknown;
  readonly [field: string]: unknown;
  readonly Next?: never;
  readonly End?: never;
  readonly Catch?: never;
  readonly Assign?: never;
  readonly QueryLanguage?: never;
}
