import type { EngineContext } from "../../engine-context.ts";
import { invalidParameter } from "./errors.ts";

type Place = Pick<EngineContext, "region" | "accountId">;

/** `arn:aws:logs:eu-central-1:000000000000:log-group:/acme/batch` */
export function logGroupArn({ region, accountId }: Place, groupName: string): string {
  return `arn:aws:logs:${region}:${accountId}:log-group:${groupName}`;
}

export function logStreamArn(place: Place, groupName: string, streamName: string): string {
  return `${logGroupArn(place, groupName)}:log-stream:${streamName}`;
}

/** Name of the log group that a name or an ARN (with or without the trailing `:*`) means. */
export function logGroupNameOf(identifier: string): string {
  const name = /^arn:[^:]+:logs:[^:]*:[^:]*:log-group:([^:]+)(:\*)?$/.exec(identifier)?.[1];
  return name ?? identifier;
}

/** Most calls take either `logGroupName` or `logGroupIdentifier`, and exactly one of them. */
export function oneLogGroupOf(input: {
  logGroupName?: string | undefined;
  logGroupIdentifier?: string | undefined;
}): string {
  const { logGroupName, logGroupIdentifier } = input;
  if ((logGroupName === undefined) === (logGroupIdentifier === undefined)) {
    throw invalidParameter("Exactly one of logGroupName and logGroupIdentifier must be specified.");
  }
  return logGroupName ?? logGroupNameOf(logGroupIdentifier ?? "");
}
