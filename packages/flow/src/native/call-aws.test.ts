import { expect, test } from "vitest";

import { asl, aws, callback, flow, FlowError, retry, TaskTimedOut } from "../index.ts";
import { awsError, runFlow } from "../testing.ts";

class OrderExists extends FlowError {
  static override readonly errorName = "DynamoDb.ConditionalCheckFailedException";
}

const put = flow({ name: "put" }, async ({ id }: { id: string }) =>
  aws.dynamodb.putItem({ TableName: "orders", Item: { id: { S: id } } }),
);

test("whoever runs the flow answers for AWS, and sees the operation as Step Functions names it", async () => {
  const seen: unknown[] = [];
  const run = await runFlow(put, { id: "1" }, { onAws: (call) => seen.push(call) && { Attributes: {} } });
  expect(run).toMatchObject({ status: "SUCCEEDED", output: { Attributes: {} } });
  const input = { TableName: "orders", Item: { id: { S: "1" } } };
  expect(seen).toEqual([
    {
      task: "aws.dynamodb.putItem",
      service: "dynamodb",
      operation: "putItem",
      sync: false,
      resource: "arn:aws:states:::aws-sdk:dynamodb:putItem",
      input,
      attempt: 1,
      scope: [],
    },
  ]);
  expect(run.calls).toEqual([{ task: "aws.dynamodb.putItem", input, attempt: 1, scope: [] }]);
});

test("nothing is sent to AWS from this process", async () => {
  const seen = await runFlow(put, { id: "1" });
  expect(seen).toMatchObject({
    status: "FAILED",
    cause: expect.stringContaining("aws.dynamodb.putItem is not sent to AWS in this process: call the flow"),
    calls: [],
  });
  await expect(put({ id: "1" })).rejects.toMatchObject({ message: expect.stringContaining("is not sent") });
});

test.each([
  ["by its class", new OrderExists("there")],
  ["by its name", awsError("DynamoDb.ConditionalCheckFailedException", "there")],
])("an error that is thrown %s is caught by class and by name", async (_, error) => {
  const once = flow({ name: "once" }, async () => {
    try {
      await aws.dynamodb.putItem({ TableName: "t", Item: {} });
    } catch (thrown) {
      const { name, message } = thrown as Error;
      return {
        name,
        message,
        byClass: thrown instanceof OrderExists,
        timedOut: thrown instanceof TaskTimedOut,
      };
    }
    return null;
  });
  const run = await runFlow(once, undefined, {
    onAws: () => {
      throw error;
    },
  });
  expect(run).toMatchObject({
    output: {
      name: "DynamoDb.ConditionalCheckFailedException",
      message: "there",
      byClass: true,
      timedOut: false,
    },
  });
});

test("a call is tried again and ends in time, as a task does", async () => {
  const errors = [awsError("Sqs.SqsException"), awsError("Sqs.SqsException")];
  const send = flow({ name: "send" }, () =>
    aws.sqs.sendMessage(
      { QueueUrl: "q", MessageBody: "m" },
      { retry: [{ on: ["Sqs.SqsException"], retries: 2, delaySeconds: 5 }], timeoutSeconds: 30 },
    ),
  );
  const run = await runFlow(send, undefined, {
    onAws: () => {
      const error = errors.pop();
      if (error) throw error;
      return { MessageId: "1" };
    },
  });
  expect(run).toMatchObject({ output: { MessageId: "1" }, elapsedSeconds: 10 });
  expect(run.calls.map(({ attempt }) => attempt)).toEqual([1, 2, 3]);
});

test("a job is waited for by .sync", async () => {
  const resources: string[] = [];
  const jobs = flow({ name: "jobs" }, async () => {
    await aws.batch.submitJob.sync({ JobName: "j" });
    await aws.states.startExecution.sync({ StateMachineArn: "arn" });
    await aws.lambda.invoke({ FunctionName: "f", Payload: { day: 1 } });
    return aws.states.startExecution({ StateMachineArn: "arn" });
  });
  await runFlow(jobs, undefined, { onAws: ({ resource }) => void resources.push(resource) });
  expect(resources).toEqual([
    "arn:aws:states:::batch:submitJob.sync",
    "arn:aws:states:::states:startExecution.sync:2",
    "arn:aws:states:::lambda:invoke",
    "arn:aws:states:::states:startExecution",
  ]);
});

test.each([
  ["a service in capitals", () => aws.DynamoDB.putItem({}), "is not how Step Functions spells an operation"],
  [
    "an operation with a capital",
    () => aws.kendra.Query({}),
    "is not how Step Functions spells an operation",
  ],
  [
    "the end of what ends at once",
    () => aws.kendra.query.sync({}),
    "Step Functions cannot wait for the end of aws.kendra.query",
  ],
])("%s is refused", async (_, call, message) => {
  const run = await runFlow(flow({ name: "f" }, call), undefined, { onAws: () => null });
  expect(run).toMatchObject({ status: "FAILED", cause: expect.stringContaining(message) });
});

test("a message of a queue may carry a callback's token", async () => {
  const approve = flow({ name: "approve" }, () =>
    callback<{ ok: boolean }>((token) =>
      aws.sqs.sendMessage({ QueueUrl: "q", MessageBody: JSON.stringify({ token }) }),
    ),
  );
  const sent: unknown[] = [];
  const run = await runFlow(approve, undefined, {
    onAws: ({ input }) => void sent.push(input),
    onCallback: (token) => ({ ok: JSON.stringify(sent).includes(token) }),
  });
  expect(run).toMatchObject({ output: { ok: true } });
});

test("a part of a flow with calls of AWS is tried again as a whole", async () => {
  let calls = 0;
  const both = flow({ name: "both" }, () =>
    retry({ retries: 1, on: ["S3.NoSuchKeyException"] }, async () =>
      aws.s3.getObject({ Bucket: "b", Key: "k" }),
    ),
  );
  const run = await runFlow(both, undefined, {
    onAws: () => {
      if (++calls === 1) throw awsError("S3.NoSuchKeyException");
      return { Body: "x" };
    },
  });
  expect(run).toMatchObject({ output: { Body: "x" }, elapsedSeconds: 10 });
});

test("a written state does in this process what its function does", async () => {
  const total = flow({ name: "total" }, async ({ id }: { id: string }) => {
    const state = {
      Type: "Task",
      Resource: "arn:aws:states:::aws-sdk:sns:publish",
      Arguments: { Id: id },
    } as const;
    return asl<{ id: string }>("Publish", state, ({ Arguments }) => ({
      id: (Arguments as { Id: string }).Id,
    }));
  });
  expect(await runFlow(total, { id: "7" })).toMatchObject({
    output: { id: "7" },
    calls: [{ task: "Publish", input: { Type: "Task", Arguments: { Id: "7" } } }],
  });
  expect(await total({ id: "8" })).toEqual({ id: "8" });
  expect(
    await runFlow(total, { id: "7" }, { onAsl: async ({ state }, own) => [state.Type, await own()] }),
  ).toMatchObject({ output: ["Task", { id: "7" }] });
});

test("a written state observes its own Retry", async () => {
  let tries = 0;
  const flaky = flow({ name: "flaky" }, () =>
    asl("Flaky", { Type: "Task", Retry: [{ ErrorEquals: ["Busy"], IntervalSeconds: 4 }] }, () => {
      if (++tries < 3) throw awsError("Busy");
      return tries;
    }),
  );
  expect(await runFlow(flaky, undefined)).toMatchObject({ output: 3, elapsedSeconds: 4 + 8 });
});

test("a written state without a function needs an answer", async () => {
  const nap = flow({ name: "nap" }, () => asl("Nap", { Type: "Wait", Seconds: 5 }));
  expect(await runFlow(nap, undefined)).toMatchObject({
    cause: expect.stringContaining('the state "Nap" does not run in this process'),
  });
  expect(await runFlow(nap, undefined, { onAsl: (_, own) => own() })).toMatchObject({
    cause: expect.stringContaining('the state "Nap" has no function to run in this process'),
  });
  expect(await runFlow(nap, undefined, { onAsl: () => null })).toMatchObject({ output: null });
});

test("a service is no promise", async () => {
  expect(await aws.kendra).toBeTypeOf("object");
});
