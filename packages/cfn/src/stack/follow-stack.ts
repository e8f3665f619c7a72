import type { StackEvent as AwsStackEvent } from "@aws-sdk/client-cloudformation";
import { DescribeStackEventsCommand } from "@aws-sdk/client-cloudformation";
import { callAws } from "../aws-call.ts";
import { poll } from "../poll.ts";
import type { StackAccess } from "./stack-access.ts";
import { toCallOptions } from "./stack-access.ts";
import type { StackEvent } from "./stack-event.ts";
import { isOfTheStack, toStackEvent } from "./stack-event.ts";
import { isMissingStack } from "./describe-stack.ts";

/** The longest that a cluster's stack may take. In practice minutes; a resource that hangs fails on AWS by itself. */
const deadlineSeconds = 3600;

export interface StackOutcome {
  /** The status in which the stack came to rest. */
  status: string;
  /** In the order in which they happened. */
  events: StackEvent[];
}

/** The id of the newest event, so that what happens afterwards can be told from what happened before. */
export async function findNewestEventId(stackId: string, access: StackAccess): Promise<string | undefined> {
  const { StackEvents } = await callAws("DescribeStackEvents", () =>
    access.client.send(new DescribeStackEventsCommand({ StackName: stackId }), toCallOptions(access)),
  );
  return StackEvents?.[0]?.EventId;
}

/**
 * Tells every event that comes after the given one, until the stack comes to rest.
 * One call a round: the stack's own status comes as an event too. Takes the stack's id, under which AWS still knows a
 * stack that has been deleted.
 */
export async function followStack(
  stackId: string,
  after: string | undefined,
  access: StackAccess,
): Promise<StackOutcome> {
  const events: StackEvent[] = [];
  let newest = after;
  const status = await poll(
    async () => {
      const fresh = await readEventsAfter(stackId, newest, access);
      let rest: string | undefined;
      for (const event of fresh) {
        newest = event.EventId;
        const told = toStackEvent(event);
        events.push(told);
        access.tell(told);
        if (isOfTheStack(event)) rest = told.status.endsWith("_IN_PROGRESS") ? undefined : told.status;
      }
      return rest;
    },
    { pace: access.pace, signal: access.signal, subject: `stack ${stackId}`, deadlineSeconds },
  );
  return { status, events };
}

/** Oldest first. AWS answers newest first, in pages. */
async function readEventsAfter(
  stackId: string,
  after: string | undefined,
  access: StackAccess,
): Promise<AwsStackEvent[]> {
  const events: AwsStackEvent[] = [];
  let token: string | undefined;
  do {
    const input = token === undefined ? { StackName: stackId } : { StackName: stackId, NextToken: token };
    const page = await callAws("DescribeStackEvents", () =>
      access.client.send(new DescribeStackEventsCommand(input), toCallOptions(access)),
    );
    for (const event of page.StackEvents ?? []) {
      if (event.EventId === after) return events.reverse();
      events.push(event);
    }
    token = page.NextToken;
  } while (token !== undefined);
  return events.reverse();
}

/** The same, for a stack that is being deleted: when AWS no longer knows it, it is deleted. */
export async function followDeletion(
  stackId: string,
  after: string | undefined,
  access: StackAccess,
): Promise<StackOutcome> {
  try {
    return await followStack(stackId, after, access);
  } catch (error) {
    if (isMissingStack(error)) return { status: "DELETE_COMPLETE", events: [] };
    throw error;
  }
}
