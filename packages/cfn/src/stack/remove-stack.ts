import type { Stack } from "@aws-sdk/client-cloudformation";
import { DeleteStackCommand } from "@aws-sdk/client-cloudformation";
import { callAws } from "../aws-call.ts";
import { findNewestEventId, followDeletion } from "./follow-stack.ts";
import type { StackAccess } from "./stack-access.ts";
import { toCallOptions } from "./stack-access.ts";
import { StackFailedError } from "./stack-failure.ts";

/**
 * Deletes a stack that is there and waits until it has gone.
 * @throws StackFailedError with the first resource that could not be deleted.
 */
export async function removeStack(
  { StackName = "", StackId = StackName }: Stack,
  access: StackAccess,
): Promise<void> {
  const newest = await findNewestEventId(StackId, access);
  await requestDeletion(StackId, access);
  const { status, events } = await followDeletion(StackId, newest, access);
  if (status !== "DELETE_COMPLETE") throw new StackFailedError(StackName, status, events);
}

export async function requestDeletion(
  stackName: string,
  access: Pick<StackAccess, "client" | "signal">,
): Promise<void> {
  await callAws("DeleteStack", () =>
    access.client.send(new DeleteStackCommand({ StackName: stackName }), toCallOptions(access)),
  );
}
