import type { Json } from "@acme-engine/asl";

import { TaskFailure } from "../integration.ts";
import { isObject } from "../model-json.ts";
import type { Pattern } from "../task-resource.ts";

/** An optimized integration as AWS has it, less the patterns that watch over what was started. */
export interface OptimizedService {
  actions: readonly string[];
  patterns: readonly Pattern[];
  /** Before the dot of an error's name. */
  prefix: string;
  /** As AWS SDK for Java 1 calls the service. */
  service: string;
  /** For errors that the service's model does not have. */
  unmodelled: string;
  /** The output has the HTTP exchange with it. */
  showsExchange: boolean;
  /** Throws `TaskFailure` for an answer that is a failure. */
  check?: (output: Json) => void;
}

const called: readonly Pattern[] = ["requestResponse", "waitForTaskToken"];

/** By the service's name in resources. Sources: Step Functions developer guide, "Integrating optimized services"; names recorded on AWS where they were. */
export const optimizedServices: Readonly<Record<string, OptimizedService>> = {
  dynamodb: {
    actions: ["getItem", "putItem", "updateItem", "deleteItem"],
    patterns: ["requestResponse"],
    prefix: "DynamoDB",
    service: "AmazonDynamoDBv2",
    unmodelled: "AmazonDynamoDBException",
    showsExchange: true,
  },
  events: {
    actions: ["putEvents"],
    patterns: called,
    prefix: "EventBridge",
    service: "AmazonEventBridge",
    unmodelled: "AmazonEventBridgeException",
    showsExchange: false,
    check: refuseFailedEntries,
  },
  sns: {
    actions: ["publish"],
    patterns: called,
    prefix: "SNS",
    service: "AmazonSNS",
    unmodelled: "AmazonSNSException",
    showsExchange: true,
  },
  sqs: {
    actions: ["sendMessage"],
    patterns: called,
    prefix: "SQS",
    service: "AmazonSQS",
    unmodelled: "AmazonSQSException",
    showsExchange: true,
  },
};

/** Recorded on AWS: test_put_events_no_source. One entry that failed fails the task. */
function refuseFailedEntries(output: Json): void {
  if (isObject(output) && Number(output["FailedEntryCount"]) > 0) {
    throw new TaskFailure("EventBridge.FailedEntry", JSON.stringify(output));
  }
}
