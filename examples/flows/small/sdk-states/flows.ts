import { aws, flow } from "acme-engine";

/** Puts an item, and says whether it was new. */
export const dynamoDBPutItemIfNotExists = flow(
  { name: "dynamoDBPutItemIfNotExists" },
  async ({ table, id }: { table: string; id: string }) => {
    try {
      await aws.dynamodb.putItem({
        TableName: table,
        Item: { id: { S: id } },
        ConditionExpression: "attribute_not_exists(id)",
      });
      return "new";
    } catch (error) {
      if (error instanceof Error && error.name === "DynamoDb.ConditionalCheckFailedException") return "known";
      throw error;
    }
  },
);

type Key = Record<string, { S: string }>;

/** Scans page after page. */
export const countDynamoDBItems = flow(
  { name: "countDynamoDBItems" },
  async ({ table }: { table: string }) => {
    let count = 0;
    let last: Key | undefined;
    do {
      const page: { Count?: number; LastEvaluatedKey?: object } = await aws.dynamodb.scan({
        TableName: table,
        Select: "COUNT",
        ...(last ? { ExclusiveStartKey: last } : {}),
      });
      count += page.Count ?? 0;
      last = page.LastEvaluatedKey as Key | undefined;
    } while (last);
    return count;
  },
);

export const cloudWatchPutMetricData = flow(
  { name: "cloudWatchPutMetricData" },
  async ({ name, value = 1 }: { name: string; value?: number }) => {
    await aws.cloudwatch.putMetricData({
      Namespace: "shop",
      MetricData: [{ MetricName: name, Value: value, Unit: "Count" }],
    });
  },
);
