/**
 * CloudWatch Logs, as far as jobs, deployments and the aws CLI use it: groups, streams, events, retention, tags.
 *
 * Known gaps: filter patterns other than terms; StartLiveTail, Insights, subscriptions, metric filters and resource
 * policies; KMS keys and the log group's class are kept but change nothing.
 */
import type { EngineContext } from "../../engine-context.ts";
import { createService, type Service } from "../../protocol/service.ts";
import { logsOperations } from "./operations.ts";
import { startRetentionSweep } from "./retention.ts";
import { logsSchema } from "./schema.ts";

export function createLogsService(context: EngineContext): Service {
  context.store.migrate("logs", logsSchema);
  let stopSweep: (() => void) | undefined;
  return createService({
    name: "logs",
    protocol: { kind: "awsJson", version: "1.1", targetPrefix: "Logs_20140328" },
    operations: logsOperations,
    deps: context,
    resume() {
      stopSweep ??= startRetentionSweep(context);
    },
    close() {
      stopSweep?.();
      stopSweep = undefined;
    },
  });
}
