import { GetExecutionHistoryCommand } from "@aws-sdk/client-sfn";
import type { HistoryEvent } from "@aws-sdk/client-sfn";
import { callAws } from "@acme-engine/cfn";
import { withSignal } from "../target.ts";
import type { Target } from "../target.ts";

/** Most calls bring a few new events; the first one of a run that has long been going brings many. */
const maxResults = 200;

/**
 * The events of an execution after the one with the id `afterId`, oldest first. Read from the newest backwards, so
 * that following a history of 25,000 events costs one call and not 25.
 */
export async function readHistoryAfter(
  { clients }: Target,
  executionArn: string,
  afterId: number,
  signal: AbortSignal | undefined,
): Promise<HistoryEvent[]> {
  const events: HistoryEvent[] = [];
  let nextToken: string | undefined;
  do {
    const command = new GetExecutionHistoryCommand({
      executionArn,
      reverseOrder: true,
      maxResults,
      includeExecutionData: true,
      ...(nextToken !== undefined && { nextToken }),
    });
    const page = await callAws("GetExecutionHistory", () =>
      clients.stepFunctions.send(command, withSignal(signal)),
    );
    const found = (page.events ?? []).filter(({ id }) => (id ?? 0) > afterId);
    events.push(...found);
    nextToken = found.length === (page.events ?? []).length ? page.nextToken : undefined;
  } while (nextToken !== undefined);
  return events.toReversed();
}
