import { errorNamed, type FlowCases } from "../../testing/flow-case.ts";
import type * as flows from "./flows.ts";

export const cases: FlowCases<typeof flows> = {
  dynamoDBPutItemIfNotExists: [
    { input: { table: "orders", id: "1" }, tasks: { "aws.dynamodb.putItem": [{}] }, output: "new" },
    {
      input: { table: "orders", id: "1" },
      tasks: { "aws.dynamodb.putItem": [errorNamed("DynamoDb.ConditionalCheckFailedException")] },
      output: "known",
    },
    {
      input: { table: "none", id: "1" },
      tasks: { "aws.dynamodb.putItem": [errorNamed("DynamoDb.ResourceNotFoundException", "no table")] },
      error: { name: "DynamoDb.ResourceNotFoundException", message: "no table" },
    },
  ],
  countDynamoDBItems: [
    { input: { table: "orders" }, tasks: { "aws.dynamodb.scan": [{ Count: 7 }] }, output: 7 },
    {
      input: { table: "orders" },
      tasks: {
        "aws.dynamodb.scan": [
          { Count: 100, LastEvaluatedKey: { id: { S: "x" } } },
          { Count: 100, LastEvaluatedKey: { id: { S: "y" } } },
          { Count: 3 },
        ],
      },
      output: 203,
    },
  ],
  cloudWatchPutMetricData: [
    { input: { name: "orders" }, tasks: { "aws.cloudwatch.putMetricData": [null] } },
    { input: { name: "orders", value: 3 }, tasks: { "aws.cloudwatch.putMetricData": [null] } },
  ],
};
