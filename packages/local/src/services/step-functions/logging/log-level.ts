import type { LogLevel } from "@aws-sdk/client-sfn";

/** Source: Developer Guide, Using CloudWatch Logs, "Log levels for Step Functions execution events". */
export function isLogged(type: string, level: LogLevel): boolean {
  switch (level) {
    case "ALL":
      return true;
    case "ERROR":
      return /(?:Failed|Aborted|TimedOut)$/.test(type) || type === "FailStateEntered";
    case "FATAL":
      return type === "ExecutionFailed" || type === "ExecutionAborted" || type === "ExecutionTimedOut";
    case "OFF":
      return false;
  }
}
