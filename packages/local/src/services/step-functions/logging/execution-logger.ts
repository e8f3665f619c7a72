/**
 * Sends the events of executions to CloudWatch Logs, as their state machine's loggingConfiguration says. Known gap: the
 * policy that would let AWS's delivery service write into the log group is not asked for.
 */
import type { HistoryEvent } from "@acme-engine/asl";
import type { CreateLogStreamRequest, PutLogEventsRequest } from "@aws-sdk/client-cloudwatch-logs";
import type { LoggingConfiguration } from "@aws-sdk/client-sfn";

import type { EngineContext } from "../../../engine-context.ts";
import { AwsError } from "../../../protocol/aws-error.ts";
import type { ExecutionRecord } from "../executions/execution-store.ts";
import { isLogged } from "./log-level.ts";
import { toLogMessage } from "./log-message.ts";

export interface ExecutionLogger {
  /** Whether executions of a revision log anything. */
  listensTo(revision: number): boolean;
  /** Events that are in the store, or of an express execution, in order. */
  log(execution: ExecutionRecord, events: readonly HistoryEvent[]): void;
  /** Settles when what was logged until now is in its log groups. */
  settled(): Promise<void>;
}

interface LoggerOptions {
  context: EngineContext;
  /** Of the revision that an execution runs. */
  findLogging: (revision: number) => LoggingConfiguration;
  onBug: (error: unknown) => void;
}

/** Source: CloudWatch Logs API Reference, PutLogEvents: events of a batch at most. */
const maxBatchEvents = 10_000;

/** Configurations that are kept at hand. */
const maxConfigurations = 1000;

export function createExecutionLogger({ context, findLogging, onBug }: LoggerOptions): ExecutionLogger {
  const { call, clock, createId } = context;
  // A revision never changes, and most of them log nothing.
  const configurations = new Map<number, LoggingConfiguration>();
  /** By log group and machine: the stream of this process. */
  const streams = new Map<string, string>();
  let last = Promise.resolve();

  function configurationOf(revision: number): LoggingConfiguration {
    let found = configurations.get(revision);
    if (found === undefined) {
      if (configurations.size >= maxConfigurations) configurations.clear();
      found = findLogging(revision);
      configurations.set(revision, found);
    }
    return found;
  }

  async function deliver(logGroupName: string, machine: string, logEvents: PutLogEventsRequest["logEvents"]) {
    const key = `${logGroupName}\n${machine}`;
    try {
      let logStreamName = streams.get(key);
      if (logStreamName === undefined) {
        logStreamName = toStreamName(machine, clock.now(), createId());
        streams.set(key, logStreamName);
        await call<CreateLogStreamRequest, object>("logs", "CreateLogStream", {
          logGroupName,
          logStreamName,
        });
      }
      await call<PutLogEventsRequest, object>("logs", "PutLogEvents", {
        logGroupName,
        logStreamName,
        logEvents,
      });
    } catch (error) {
      // Logging is best effort, as on AWS: the log group may be gone.
      streams.delete(key);
      if (!(error instanceof AwsError)) onBug(error);
    }
  }

  return {
    listensTo: (revision) => (configurationOf(revision).level ?? "OFF") !== "OFF",
    log(execution, events) {
      const {
        level = "OFF",
        includeExecutionData = false,
        destinations = [],
      } = configurationOf(execution.revision);
      const logGroupName = groupNameIn(destinations[0]?.cloudWatchLogsLogGroup?.logGroupArn);
      if (logGroupName === undefined) return;
      const logEvents = events
        .filter(({ type }) => isLogged(type, level))
        .map((event) => ({
          timestamp: event.timestamp,
          message: toLogMessage(event, execution, includeExecutionData),
        }));
      const machine = execution.stateMachine.split(":").at(-1) ?? "";
      for (let at = 0; at < logEvents.length; at += maxBatchEvents) {
        const batch = logEvents.slice(at, at + maxBatchEvents);
        last = last.then(() => deliver(logGroupName, machine, batch));
      }
    },
    settled: () => last,
  };
}

function groupNameIn(arn: string | undefined): string | undefined {
  return /:log-group:([^:]+)/.exec(arn ?? "")?.[1];
}

/** `states/<state machine>/<year>-<month>-<day>-<hour>-<minute>/<id>`, as AWS names them. */
function toStreamName(machine: string, now: number, id: string): string {
  const minute = new Date(now).toISOString().slice(0, 16).replace(/[T:]/g, "-");
  return `states/${machine}/${minute}/${id.slice(0, 8)}`;
}
