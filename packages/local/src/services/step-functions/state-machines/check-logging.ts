import type { DescribeLogGroupsRequest, DescribeLogGroupsResponse } from "@aws-sdk/client-cloudwatch-logs";
import type { LoggingConfiguration } from "@aws-sdk/client-sfn";

import type { Call } from "../../../engine-context.ts";
import { checkEnumeration } from "../enumerations.ts";
import { invalidLoggingConfiguration } from "../errors.ts";

/** Throws InvalidLoggingConfiguration. Recorded on AWS: a level without a destination, a log group that is not there. */
export async function checkLogging(
  configuration: LoggingConfiguration | undefined,
  call: Call,
): Promise<void> {
  const { level = "OFF", destinations = [] } = configuration ?? {};
  checkEnumeration(level, "level", "loggingConfiguration.level");
  if (destinations.length > 1 || (level !== "OFF" && destinations.length === 0)) {
    throw invalidLoggingConfiguration("Must specify exactly one Log Destination.");
  }
  for (const { cloudWatchLogsLogGroup } of destinations) {
    const arn = cloudWatchLogsLogGroup?.logGroupArn ?? "";
    const [, name] = /^arn:aws[\w-]*:logs:[^:]*:[^:]*:log-group:([^:]+):\*$/.exec(arn) ?? [];
    if (name === undefined) throw invalidLoggingConfiguration("Invalid Log Destination.");
    const { logGroups = [] } = await call<DescribeLogGroupsRequest, DescribeLogGroupsResponse>(
      "logs",
      "DescribeLogGroups",
      { logGroupNamePrefix: name },
    );
    if (!logGroups.some(({ logGroupName }) => logGroupName === name)) {
      throw invalidLoggingConfiguration("Log Destination not found.");
    }
  }
}

/** What is kept of a configuration. Recorded on AWS: DescribeStateMachine shows the defaults. */
export function completeLogging(configuration: LoggingConfiguration | undefined): LoggingConfiguration {
  return { level: "OFF", includeExecutionData: false, ...configuration };
}
