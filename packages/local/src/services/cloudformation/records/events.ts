import type { ResourceStatus, StackEvent, StackStatus } from "@aws-sdk/client-cloudformation";

import type { Store } from "../../../store/store.ts";

/** An event without what the log adds: its stack's id and name are given with it. */
export interface EventRecord {
  readonly eventId: string;
  readonly stackId: string;
  readonly stackName: string;
  readonly logicalId: string;
  readonly physicalId: string;
  readonly resourceType: string;
  readonly at: number;
  readonly status: ResourceStatus | StackStatus;
  readonly reason?: string;
  /** JSON. */
  readonly properties?: string;
  readonly clientRequestToken?: string;
}

/** What happened to stacks and their resources. */
export interface StackEvents {
  append(event: EventRecord): void;
  /** Newest first, as AWS lists them; `before` is the sequence of the last one of the page before. */
  list(stackId: string, limit: number, before?: number): { sequence: number; event: StackEvent }[];
}

export function createStackEvents(store: Store): StackEvents {
  return {
    append(event) {
      store
        .prepare("INSERT INTO cfn_events (stack_id, record) VALUES (?, ?)")
        .run(event.stackId, JSON.stringify(event));
    },
    list: (stackId, limit, before = Number.MAX_SAFE_INTEGER) =>
      store
        .prepare(
          "SELECT sequence, record FROM cfn_events WHERE stack_id = ? AND sequence < ? ORDER BY sequence DESC LIMIT ?",
        )
        .all(stackId, before, limit)
        .map((row) => ({
          sequence: Number(row["sequence"]),
          event: toStackEvent(JSON.parse(String(row["record"])) as EventRecord),
        })),
  };
}

function toStackEvent(event: EventRecord): StackEvent {
  return {
    StackId: event.stackId,
    EventId: event.eventId,
    StackName: event.stackName,
    LogicalResourceId: event.logicalId,
    PhysicalResourceId: event.physicalId,
    ResourceType: event.resourceType,
    Timestamp: new Date(event.at),
    // The model's enum lacks stack statuses that the service sends for the stack's own events.
    ResourceStatus: event.status as ResourceStatus,
    ...(event.reason === undefined ? {} : { ResourceStatusReason: event.reason }),
    ...(event.properties === undefined ? {} : { ResourceProperties: event.properties }),
    ...(event.clientRequestToken === undefined ? {} : { ClientRequestToken: event.clientRequestToken }),
  };
}
