/**
 * What services answer that the engine does not have itself, in a short notation: `a string`, `a number`, …, a list in
 * brackets, an object in braces; `!` after a name: required. Source: each service's API reference, Response Elements.
 * Known gap: any other service's mocks are taken as they are.
 */
import type { FieldShape } from "./field-shape.ts";

type Notation =
  | "any"
  | "string"
  | "number"
  | "boolean"
  | "bytes"
  | "map"
  | [Notation]
  | { [name: string]: Notation };

const item: Notation = "map";
const writeResult: Notation = { Attributes: item, ConsumedCapacity: "any", ItemCollectionMetrics: "any" };

const responses: { readonly [resource: string]: Notation } = {
  "lambda:invoke": {
    ExecutedVersion: "string",
    FunctionError: "string",
    LogResult: "string",
    Payload: "any",
    StatusCode: "number",
  },
  "events:putEvents": {
    Entries: [{ ErrorCode: "string", ErrorMessage: "string", EventId: "string" }],
    FailedEntryCount: "number",
  },
  "sqs:sendMessage": {
    MD5OfMessageAttributes: "string",
    MD5OfMessageBody: "string",
    MD5OfMessageSystemAttributes: "string",
    MessageId: "string",
    SequenceNumber: "string",
  },
  "sns:publish": { MessageId: "string", SequenceNumber: "string" },
  "dynamodb:getItem": { ConsumedCapacity: "any", Item: item },
  "dynamodb:putItem": writeResult,
  "dynamodb:updateItem": writeResult,
  "dynamodb:deleteItem": writeResult,
  "batch:submitJob": { JobArn: "string", "JobId!": "string", "JobName!": "string" },
  "glue:startJobRun": { JobRunId: "string" },
  "aws-sdk:kms:encrypt": { CiphertextBlob: "bytes", EncryptionAlgorithm: "string", KeyId: "string" },
  "aws-sdk:kms:decrypt": { EncryptionAlgorithm: "string", KeyId: "string", Plaintext: "bytes" },
  "aws-sdk:kms:generateDataKey": { CiphertextBlob: "bytes", KeyId: "string", Plaintext: "bytes" },
};

/** `resource`: `lambda:invoke`. Undefined when nothing is known of it; the SDK integration answers as the optimized one. */
export function findKnownResponse(resource: string): FieldShape | undefined {
  const names = [
    resource,
    resource.replace(/^aws-sdk:(eventbridge:)?/, (_all, events) => (events ? "events:" : "")),
  ];
  const name = names.find((candidate) => Object.hasOwn(responses, candidate));
  const notation = name === undefined ? undefined : responses[name];
  return notation === undefined ? undefined : toShape(notation);
}

function toShape(notation: Notation): FieldShape {
  if (notation === "bytes") return { kind: "string", minLength: 1 };
  if (notation === "map") return { kind: "map", values: { kind: "any" } };
  if (typeof notation === "string") return { kind: notation };
  if (Array.isArray(notation)) return { kind: "array", items: toShape(notation[0]) };
  const members = new Map(Object.entries(notation).map(([name, member]) => [name.replace("!", ""), member]));
  return {
    kind: "object",
    required: Object.keys(notation).flatMap((name) => (name.endsWith("!") ? [name.slice(0, -1)] : [])),
    member(name) {
      const member = members.get(name);
      return member === undefined ? undefined : toShape(member);
    },
  };
}
