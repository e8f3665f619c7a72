import { findStack } from "./describe-stack.ts";
import { toInterrupted } from "./interrupted.ts";
import { removeStack } from "./remove-stack.ts";
import type { StackOptions } from "./stack-access.ts";
import { toStackAccess } from "./stack-access.ts";

export interface StackDeletion {
  stackName: string;
  /** `absent`: there was none. */
  change: "deleted" | "absent";
}

/**
 * Deletes a stack and waits until it has gone. A deletion that an earlier run began is waited for.
 * @throws StackFailedError with the first resource that could not be deleted; InterruptedError on abort.
 */
export async function deleteStack({
  stackName,
  ...options
}: StackOptions & { stackName: string }): Promise<StackDeletion> {
  const access = toStackAccess(options);
  try {
    access.signal?.throwIfAborted();
    const stack = await findStack(stackName, access);
    if (stack === undefined) return { stackName, change: "absent" };
    await removeStack(stack, access);
    return { stackName, change: "deleted" };
  } catch (error) {
    throw access.signal?.aborted ? await toInterrupted(stackName, access) : error;
  }
}
