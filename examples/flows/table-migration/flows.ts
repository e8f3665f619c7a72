import { aws, flow, map, task } from "acme-engine";

interface Item {
  id: { S: string };
  name?: { S: string };
}

interface Page {
  Items: Item[];
  LastEvaluatedKey?: { id: { S: string } };
}

const split = task(
  { name: "splitName" },
  async ({ name }: { name: string }): Promise<{ first: string; last: string }> => {
    const [first = "", ...rest] = name.split(" ");
    return { first, last: rest.join(" ") };
  },
);

/** Gives every item of a table its new fields, page by page. */
export const splitNames = flow({ name: "split-names" }, async ({ table }: { table: string }) => {
  let startKey: { id: { S: string } } | undefined;
  let migrated = 0;
  do {
    // The table has items of this form only.
    const page = (await aws.dynamodb.scan({
      TableName: table,
      Limit: 25,
      ...(startKey === undefined ? {} : { ExclusiveStartKey: startKey }),
    })) as unknown as Page;
    await map(
      page.Items,
      async (item) => {
        const { first, last } = await split({ name: item.name?.S ?? "" });
        await aws.dynamodb.updateItem({
          TableName: table,
          Key: { id: item.id },
          UpdateExpression: "SET firstName = :first, lastName = :last",
          ExpressionAttributeValues: { ":first": { S: first }, ":last": { S: last } },
        });
      },
      { concurrency: 5 },
    );
    migrated += page.Items.length;
    startKey = page.LastEvaluatedKey;
  } while (startKey !== undefined);
  return { table, migrated };
});
