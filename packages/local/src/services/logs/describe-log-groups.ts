import type { DescribeLogGroupsRequest, DescribeLogGroupsResponse } from "@aws-sdk/client-cloudwatch-logs";

import type { EngineContext } from "../../engine-context.ts";
import { logGroupNameOf } from "./arns.ts";
import { pageOf } from "../page-of.ts";
import { invalidNextToken, invalidParameter } from "./errors.ts";
import { listLogGroups, toLogGroup } from "./log-groups.ts";

const maxLimit = 50;

export function describeLogGroups(
  context: EngineContext,
  input: DescribeLogGroupsRequest,
): DescribeLogGroupsResponse {
  const { logGroupNamePrefix: prefix, logGroupNamePattern: pattern, logGroupIdentifiers } = input;
  if (prefix !== undefined && pattern !== undefined) {
    throw invalidParameter(
      "LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.",
    );
  }
  const names = logGroupIdentifiers?.map(logGroupNameOf);
  const found = listLogGroups(context).filter(
    (group) =>
      (prefix === undefined || group.name.startsWith(prefix)) &&
      // Source: API Reference: the pattern is a substring, matched without regard to case.
      (pattern === undefined || group.name.toLowerCase().includes(pattern.toLowerCase())) &&
      (names === undefined || names.includes(group.name)) &&
      (input.logGroupClass === undefined || group.class === input.logGroupClass),
  );
  const { items, nextToken } = pageOf(found, {
    keyOf: ({ name }) => name,
    limit: Math.min(input.limit ?? maxLimit, maxLimit),
    token: input.nextToken,
    invalidToken: invalidNextToken,
  });
  return { logGroups: items.map((group) => toLogGroup(context, group)), nextToken };
}
