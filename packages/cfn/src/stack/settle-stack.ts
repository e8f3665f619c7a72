import type { Stack } from "@aws-sdk/client-cloudformation";
import { ContinueUpdateRollbackCommand } from "@aws-sdk/client-cloudformation";
import { AcmeError } from "../acme-error.ts";
import { callAws } from "../aws-call.ts";
import { poll } from "../poll.ts";
import { findStack } from "./describe-stack.ts";
import { findNewestEventId, followStack } from "./follow-stack.ts";
import { removeStack } from "./remove-stack.ts";
import type { StackAccess } from "./stack-access.ts";
import { tellStep, toCallOptions } from "./stack-access.ts";
import { StackFailedError } from "./stack-failure.ts";
import { toStackStanding } from "./stack-standing.ts";

const deadlineSeconds = 3600;

/**
 * Brings a stack to where it can be deployed, whatever an earlier run has left: `undefined` when it has to be created.
 * One call when there is nothing to mend.
 */
export async function settleStack(stackName: string, access: StackAccess): Promise<Stack | undefined> {
  for (;;) {
    const stack = await findStack(stackName, access);
    if (stack === undefined) return undefined;
    const say = (status: string, reason: string) => tellStep(access, stackName, status, reason);
    switch (toStackStanding(stack.StackStatus)) {
      case "absent":
      case "review":
        return undefined;
      case "ready":
        return stack;
      case "busy":
        say("WAITING", `${stack.StackStatus} from an earlier run`);
        await awaitRest(stackName, access);
        break;
      case "dead":
        say("REMOVING", `${stack.StackStatus}: what is left of a creation that failed`);
        await removeStack(stack, access);
        break;
      case "stuck":
        say("CONTINUING", `${stack.StackStatus}: the roll-back has to end first`);
        await continueRollback(stack, access);
        break;
      case "remains":
        throw new AcmeError(
          "ACME_STACK_REMAINS",
          `Stack "${stackName}" is DELETE_FAILED: its deletion has stopped half-way`,
          {
            hint: `${stack.StackStatusReason ?? "AWS gives no reason."} Delete it first; then deploy again.`,
          },
        );
    }
  }
}

async function awaitRest(stackName: string, access: StackAccess): Promise<void> {
  await poll(
    async () => {
      const stack = await findStack(stackName, access);
      return toStackStanding(stack?.StackStatus) === "busy" ? undefined : true;
    },
    { pace: access.pace, signal: access.signal, subject: `stack "${stackName}"`, deadlineSeconds },
  );
}

async function continueRollback(stack: Stack, access: StackAccess): Promise<void> {
  const stackName = stack.StackName ?? "";
  const stackId = stack.StackId ?? stackName;
  const newest = await findNewestEventId(stackId, access);
  await callAws("ContinueUpdateRollback", () =>
    access.client.send(new ContinueUpdateRollbackCommand({ StackName: stackId }), toCallOptions(access)),
  );
  const { status, events } = await followStack(stackId, newest, access);
  if (status !== "UPDATE_ROLLBACK_COMPLETE") throw new StackFailedError(stackName, status, events);
}
