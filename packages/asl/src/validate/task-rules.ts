import type { QueryLanguage } from "../definition/query-language.ts";
import { isObject, type JsonObject } from "../json/object.ts";
import { jsonataTemplate } from "./jsonata-rules.ts";
import type { Report } from "./report.ts";
import { payloadTemplate } from "./value-rules.ts";

/** Resource, credentials and timeouts of a Task. */
export function checkTask(
  state: JsonObject,
  language: QueryLanguage,
  machineType: "STANDARD" | "EXPRESS",
  location: string,
  report: Report,
): void {
  const { Resource, Credentials, TimeoutSeconds, HeartbeatSeconds } = state;
  if (typeof Resource === "string") checkResource(Resource, machineType, `${location}/Resource`, report);
  if (isObject(Credentials)) checkCredentials(Credentials, language, `${location}/Credentials`, report);
  const bothFixed = typeof TimeoutSeconds === "number" && typeof HeartbeatSeconds === "number";
  if (bothFixed && HeartbeatSeconds >= TimeoutSeconds) {
    report.schema("HeartbeatSeconds must be smaller than TimeoutSeconds", location);
  }
}

function checkResource(
  resource: string,
  machineType: "STANDARD" | "EXPRESS",
  location: string,
  report: Report,
): void {
  // `${name}` is filled in before the machine is made, by whoever deploys it.
  const isArn = /^arn:[^:]+:[^:]+:[^:]*:[^:]*:.+/.test(resource) || /^\$\{[^{}]+\}$/.test(resource.trim());
  if (!isArn) return report.schema("Value is not a valid resource ARN", location);
  if (machineType !== "EXPRESS") return;
  // Recorded on AWS: test_illegal_callbacks; one message has a blank at its end.
  if (resource.endsWith(".waitForTaskToken")) {
    report.schema(
      "Express state machine does not support '.waitForTaskToken' service integration ",
      location,
    );
  }
  const sync = /\.sync(?::2)?$/.exec(resource)?.[0];
  if (sync !== undefined) {
    report.schema(`Express state machine does not support '${sync}' service integration`, location);
  }
  if (/^arn:[^:]+:states:[^:]+:[^:]+:activity:/.test(resource)) {
    report.schema("Express state machine does not support Activity ARNs", location);
  }
}

/** Recorded on AWS: test_invalid_credentials_field. */
function checkCredentials(
  credentials: JsonObject,
  language: QueryLanguage,
  location: string,
  report: Report,
): void {
  if (credentials["RoleArn"] === undefined && credentials["RoleArn.$"] === undefined) {
    report.schema("The field 'RoleArn' is required but was missing", location);
  }
  const rule = language === "JSONata" ? jsonataTemplate : payloadTemplate;
  rule(credentials, location, report);
}
