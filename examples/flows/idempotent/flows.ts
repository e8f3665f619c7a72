import { aws, flow, FlowError, sleep, task } from "acme-engine";

export class StillRunning extends FlowError {}

export class SeenBefore extends FlowError {
  static override readonly errorName = "DynamoDb.ConditionalCheckFailedException";
}

interface Lookup {
  Item?: { status: { S: string }; receipt?: { S: string } };
}

interface Payment {
  table: string;
  payment: string;
  amount: number;
  maxChecks?: number;
}

const capture = task(
  { name: "capturePayment" },
  async ({ payment, amount }: { payment: string; amount: number }): Promise<{ receipt: string }> => ({
    receipt: `${payment}:${amount}`,
  }),
);

/** Captures a payment once, however often it is asked to: who comes second waits for the first one's receipt. */
export const capturePayment = flow(
  { name: "capture-payment" },
  async ({ table, payment, amount, maxChecks = 5 }: Payment) => {
    try {
      await aws.dynamodb.putItem({
        TableName: table,
        Item: { id: { S: payment }, status: { S: "RUNNING" } },
        ConditionExpression: "attribute_not_exists(id)",
      });
    } catch (error) {
      if (!(error instanceof SeenBefore)) throw error;
      let checks = 0;
      while (true) {
        // The table has nothing else.
        const found = (await aws.dynamodb.getItem({
          TableName: table,
          Key: { id: { S: payment } },
        })) as Lookup;
        if (found.Item?.status.S === "DONE") return { receipt: found.Item.receipt?.S ?? null, first: false };
        checks++;
        if (checks >= maxChecks) throw new StillRunning(payment);
        await sleep(5);
      }
    }
    const { receipt } = await capture({ payment, amount });
    await aws.dynamodb.updateItem({
      TableName: table,
      Key: { id: { S: payment } },
      UpdateExpression: "SET #status = :done, receipt = :receipt",
      ExpressionAttributeNames: { "#status": "status" },
      ExpressionAttributeValues: { ":done": { S: "DONE" }, ":receipt": { S: receipt } },
    });
    return { receipt, first: true };
  },
);
