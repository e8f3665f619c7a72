import { readBoolean, readOneOf, readTextMap } from "./read-value.ts";
import type { InputProblem } from "./read-value.ts";

export interface LogSettings {
  logGroupName?: string;
  logStreamPrefix?: string;
  logMode?: "blocking" | "non-blocking";
}

/** `configure_cloudwatch_logs`: only true, and that changes nothing. */
export function readConfigureLogs(value: unknown, path: string, problems: InputProblem[]): LogSettings {
  if (readBoolean(value, path, problems) === false)
    problems.push({
      path,
      message:
        "is false; logs always go to CloudWatch Logs, for they are how a run is followed. Leave it out",
    });
  return {};
}

/** Options of the log driver `awslogs`. */
export function readLogOptions(value: unknown, path: string, problems: InputProblem[]): LogSettings {
  const options = readTextMap(value, path, problems) ?? {};
  const settings: LogSettings = {};
  for (const [name, text] of Object.entries(options)) {
    if (name === "awslogs-group") settings.logGroupName = text;
    else if (name === "awslogs-stream-prefix") settings.logStreamPrefix = text;
    else if (name === "mode") {
      const mode = readOneOf("blocking", "non-blocking")(text, `${path}.mode`, problems);
      if (mode !== undefined) settings.logMode = mode;
    } else
      problems.push({
        path: `${path}.${name}`,
        message: `is not taken; known: awslogs-group, awslogs-stream-prefix, mode`,
      });
  }
  return settings;
}
