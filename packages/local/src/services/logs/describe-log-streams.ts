import type { DescribeLogStreamsRequest, DescribeLogStreamsResponse } from "@aws-sdk/client-cloudwatch-logs";

import type { EngineContext } from "../../engine-context.ts";
import { oneLogGroupOf } from "./arns.ts";
import { pageOf } from "../page-of.ts";
import { invalidNextToken, invalidParameter } from "./errors.ts";
import { getLogGroup } from "./log-groups.ts";
import { listLogStreams, toLogStream } from "./log-streams.ts";

const maxLimit = 50;

export function describeLogStreams(
  context: EngineContext,
  input: DescribeLogStreamsRequest,
): DescribeLogStreamsResponse {
  const { logStreamNamePrefix: prefix, orderBy = "LogStreamName", descending = false } = input;
  if (prefix !== undefined && orderBy === "LastEventTime") {
    throw invalidParameter("Cannot order by LastEventTime with a logStreamNamePrefix.");
  }
  const group = getLogGroup(context, oneLogGroupOf(input));
  const found = listLogStreams(context, group.name).filter(
    ({ name }) => prefix === undefined || name.startsWith(prefix),
  );
  if (orderBy === "LastEventTime") {
    found.sort((a, b) => (a.last_event_at ?? 0) - (b.last_event_at ?? 0));
  }
  if (descending) found.reverse();
  const { items, nextToken } = pageOf(found, {
    keyOf: ({ name }) => name,
    limit: Math.min(input.limit ?? maxLimit, maxLimit),
    token: input.nextToken,
    invalidToken: invalidNextToken,
  });
  return { logStreams: items.map((stream) => toLogStream(context, stream)), nextToken };
}
