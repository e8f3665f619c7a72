import type { CloudFormationClient } from "@aws-sdk/client-cloudformation";
import type { Pace } from "../pace.ts";
import { realPace } from "../pace.ts";
import type { StackEvent } from "./stack-event.ts";

/** What every helper here takes besides its own input. The client stays the caller's. */
export interface StackOptions {
  client: CloudFormationClient;
  /** Called with each step, in order, while it happens. */
  onEvent?: ((event: StackEvent) => void) | undefined;
  /** Stops waiting and says in which state it left the stack. */
  signal?: AbortSignal | undefined;
  /** Default: the machine's own clock. */
  pace?: Pace | undefined;
}

/** The same with everything filled in. */
export interface StackAccess {
  client: CloudFormationClient;
  tell: (event: StackEvent) => void;
  signal: AbortSignal | undefined;
  pace: Pace;
}

export function toStackAccess({ client, onEvent, signal, pace = realPace }: StackOptions): StackAccess {
  return { client, tell: onEvent ?? (() => {}), signal, pace };
}

/** The options of one SDK call. */
export const toCallOptions = ({ signal }: Pick<StackAccess, "signal">) =>
  signal === undefined ? {} : { abortSignal: signal };

/** Tells what this package does itself: `status` in one word, `reason` in a sentence. */
export function tellStep(
  { tell, pace }: StackAccess,
  stackName: string,
  status: string,
  reason: string,
): void {
  const at = new Date(pace.now());
  tell({ kind: "step", stackName, logicalId: undefined, resourceType: undefined, status, reason, at });
}
