import { errorNamed, type FlowCases, type Original } from "../testing/flow-case.ts";
import type * as flows from "./flows.ts";

const input = { table: "payments", payment: "p1", amount: 12 };
const seen = errorNamed("DynamoDb.ConditionalCheckFailedException", "The conditional request failed");
const running = { Item: { status: { S: "RUNNING" } } };

export const cases: FlowCases<typeof flows> = {
  capturePayment: [
    { title: "the first to ask", input, output: { receipt: "p1:12", first: true } },
    {
      title: "the second to ask waits for the receipt",
      input,
      tasks: {
        "aws.dynamodb.putItem": [seen],
        "aws.dynamodb.getItem": [
          running,
          running,
          { Item: { status: { S: "DONE" }, receipt: { S: "p1:12" } } },
        ],
      },
      output: { receipt: "p1:12", first: false },
    },
    {
      title: "the first one never comes to an end",
      input: { ...input, maxChecks: 2 },
      tasks: { "aws.dynamodb.putItem": [seen], "aws.dynamodb.getItem": [running] },
      error: { name: "StillRunning", message: "p1" },
    },
    {
      title: "the record is gone meanwhile",
      input: { ...input, maxChecks: 1 },
      tasks: { "aws.dynamodb.putItem": [seen], "aws.dynamodb.getItem": [{}] },
      error: { name: "StillRunning", message: "p1" },
    },
    {
      title: "another error of the table",
      input,
      tasks: { "aws.dynamodb.putItem": [errorNamed("DynamoDb.ResourceNotFoundException", "no table")] },
      error: { name: "DynamoDb.ResourceNotFoundException", message: "no table" },
    },
    {
      title: "the payment fails",
      input,
      tasks: { capturePayment: [new Error("declined")] },
      error: { name: "Error", message: "declined" },
    },
  ],
};

export const originals: Record<string, Original> = {
  capturePayment: {
    states: 8,
    transitions: 3,
    what: "putItem, getItem, Choice, Wait, Succeed, Fail, capture, updateItem",
  },
};
