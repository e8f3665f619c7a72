import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DeleteLogGroupCommand,
  DeleteLogStreamCommand,
  DeleteRetentionPolicyCommand,
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  FilterLogEventsCommand,
  type FilterLogEventsCommandInput,
  GetLogEventsCommand,
  type GetLogEventsCommandInput,
  ListTagsForResourceCommand,
  PutLogEventsCommand,
  PutRetentionPolicyCommand,
  TagResourceCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { afterEach, beforeEach, expect, test } from "vitest";

import { createServiceWorld, type ServiceWorld } from "../../testing/service-world.ts";
import { createLogsService } from "./service.ts";

const dayMs = 86_400_000;
const logGroupName = "/acme/batch";

let world: ServiceWorld;
let logs: CloudWatchLogsClient;
let now: number;
beforeEach(async () => {
  world = createServiceWorld((context) => [createLogsService(context)]);
  await world.resume();
  logs = new CloudWatchLogsClient(world.client);
  now = world.clock.now();
  await logs.send(new CreateLogGroupCommand({ logGroupName }));
  await logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName: "a" }));
});
afterEach(async () => {
  await world.close();
  expect(world.bugs).toEqual([]);
});

const put = (messages: readonly string[], at = now, logStreamName = "a") =>
  logs.send(
    new PutLogEventsCommand({
      logGroupName,
      logStreamName,
      logEvents: messages.map((message, index) => ({ timestamp: at + index, message })),
    }),
  );
const get = async (input: Partial<GetLogEventsCommandInput> = {}) => {
  const { events = [], ...tokens } = await logs.send(
    new GetLogEventsCommand({ logGroupName, logStreamName: "a", ...input }),
  );
  return { messages: events.map(({ message }) => message), ...tokens };
};
const filter = async (input: Partial<FilterLogEventsCommandInput> = {}) => {
  const { events = [], nextToken } = await logs.send(new FilterLogEventsCommand({ logGroupName, ...input }));
  return { messages: events.map(({ message }) => message), nextToken };
};

test("reading from the head follows a stream with the tokens, without loss or repetition", async () => {
  await put(["1", "2", "3"]);
  const first = await get({ startFromHead: true, limit: 2 });
  const second = await get({ startFromHead: true, nextToken: first.nextForwardToken });
  const atTheEnd = await get({ startFromHead: true, nextToken: second.nextForwardToken });
  expect([first.messages, second.messages, atTheEnd.messages]).toEqual([["1", "2"], ["3"], []]);
  expect(atTheEnd.nextForwardToken).toBe(second.nextForwardToken);

  // Same timestamp as the last: it came later, so it stands behind it.
  await put(["4"], now + 2);
  expect((await get({ nextToken: atTheEnd.nextForwardToken })).messages).toEqual(["4"]);
});

test("without a direction the newest events come, and the backward token leads to older ones", async () => {
  await put(["1", "2", "3", "4", "5"]);
  const newest = await get({ limit: 2 });
  const older = await get({ limit: 2, nextToken: newest.nextBackwardToken });
  const oldest = await get({ limit: 2, nextToken: older.nextBackwardToken });
  const none = await get({ limit: 2, nextToken: oldest.nextBackwardToken });
  expect([newest, older, oldest, none].map(({ messages }) => messages)).toEqual([
    ["4", "5"],
    ["2", "3"],
    ["1"],
    [],
  ]);
  expect(none.nextBackwardToken).toBe(oldest.nextBackwardToken);
});

test("an empty stream's token finds what comes", async () => {
  const { nextForwardToken } = await get({ startFromHead: true });
  await put(["first"]);
  expect((await get({ nextToken: nextForwardToken })).messages).toEqual(["first"]);
});

test("a page holds a megabyte", async () => {
  const message = "x".repeat(400_000);
  for (let index = 0; index < 3; index++) await put([message], now + index);
  const first = await get({ startFromHead: true });
  expect(first.messages).toHaveLength(2);
  expect((await get({ nextToken: first.nextForwardToken })).messages).toHaveLength(1);
});

test("events too old or too new are left out and told of", async () => {
  const { rejectedLogEventsInfo } = await logs.send(
    new PutLogEventsCommand({
      logGroupName,
      logStreamName: "a",
      logEvents: [{ timestamp: now - 15 * dayMs, message: "old" }],
    }),
  );
  expect(rejectedLogEventsInfo).toEqual({ tooOldLogEventEndIndex: 1 });
  const mixed = await put(
    ["now", "a moment later"].map((message) => message),
    now,
  );
  expect(mixed.rejectedLogEventsInfo).toBeUndefined();
  expect((await put(["future"], now + 3 * 3_600_000)).rejectedLogEventsInfo).toEqual({
    tooNewLogEventStartIndex: 0,
  });
  expect((await get()).messages).toEqual(["now", "a moment later"]);
});

test("a batch out of order, too large or empty is refused", async () => {
  const events = (logEvents: { timestamp: number; message: string }[]) =>
    logs.send(new PutLogEventsCommand({ logGroupName, logStreamName: "a", logEvents }));
  await expect(
    events([
      { timestamp: now + 1, message: "b" },
      { timestamp: now, message: "a" },
    ]),
  ).rejects.toMatchObject({
    name: "InvalidParameterException",
    message: "Log events in a single PutLogEvents request must be in chronological order.",
  });
  await expect(put(["x".repeat(600_000), "y".repeat(600_000)])).rejects.toThrow("Upload too large");
  await expect(put(["x".repeat(1_048_576)])).rejects.toThrow("Log event too large");
  await expect(put([""])).rejects.toThrow("length greater than or equal to 1");
});

test("filtering looks into all streams in the order of time, and pages", async () => {
  await logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName: "b/1" }));
  await put(["ERROR one", "INFO two"], now);
  await put(["ERROR three", "ERROR four"], now + 10, "b/1");
  await put(["ERROR five"], now + 5);

  expect((await filter()).messages).toEqual([
    "ERROR one",
    "INFO two",
    "ERROR five",
    "ERROR three",
    "ERROR four",
  ]);
  expect((await filter({ logStreamNamePrefix: "b/" })).messages).toEqual(["ERROR three", "ERROR four"]);
  expect((await filter({ logStreamNames: ["a"], filterPattern: "ERROR" })).messages).toEqual([
    "ERROR one",
    "ERROR five",
  ]);
  expect((await filter({ startTime: now + 5, endTime: now + 10 })).messages).toEqual([
    "ERROR five",
    "ERROR three",
  ]);

  const pages: (string | undefined)[][] = [];
  let nextToken: string | undefined;
  do {
    const page = await filter({ filterPattern: "ERROR", limit: 2, nextToken });
    pages.push(page.messages);
    ({ nextToken } = page);
  } while (nextToken !== undefined);
  expect(pages).toEqual([
    ["ERROR one", "ERROR five"],
    ["ERROR three", "ERROR four"],
  ]);
});

test("events older than the retention are gone", async () => {
  await put(["old"], now - 2 * dayMs);
  await put(["new"]);
  await logs.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays: 1 }));
  expect((await get()).messages).toEqual(["new"]);
  expect((await filter()).messages).toEqual(["new"]);
  // Swept within the hour, so a longer retention does not bring them back.
  world.clock.advanceTo(now + 3_600_000);
  await logs.send(new DeleteRetentionPolicyCommand({ logGroupName }));
  expect((await get()).messages).toEqual(["new"]);
  await expect(
    logs.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays: 2 })),
  ).rejects.toMatchObject({ name: "InvalidParameterException" });
});

test("streams are listed by name or by their last event", async () => {
  await logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName: "b" }));
  await put(["late"], now + 10, "a");
  await put(["early"], now, "b");
  const list = async (input: object) => {
    const { logStreams = [] } = await logs.send(new DescribeLogStreamsCommand({ logGroupName, ...input }));
    return logStreams.map(({ logStreamName }) => logStreamName);
  };
  expect(await list({})).toEqual(["a", "b"]);
  expect(await list({ orderBy: "LastEventTime", descending: true, limit: 1 })).toEqual(["a"]);
  expect(await list({ logStreamNamePrefix: "b" })).toEqual(["b"]);
  await expect(list({ logStreamNamePrefix: "b", orderBy: "LastEventTime" })).rejects.toThrow(
    "Cannot order by LastEventTime with a logStreamNamePrefix.",
  );
});

test("groups are listed in pages and found by prefix and pattern", async () => {
  for (const name of ["/acme/other", "/aws/x"]) {
    await logs.send(new CreateLogGroupCommand({ logGroupName: name, tags: { team: "data" } }));
  }
  const first = await logs.send(new DescribeLogGroupsCommand({ limit: 2 }));
  const second = await logs.send(new DescribeLogGroupsCommand({ limit: 2, nextToken: first.nextToken }));
  expect(
    [...(first.logGroups ?? []), ...(second.logGroups ?? [])].map((group) => group.logGroupName),
  ).toEqual(["/acme/batch", "/acme/other", "/aws/x"]);
  const byPattern = await logs.send(new DescribeLogGroupsCommand({ logGroupNamePattern: "OTHER" }));
  expect(byPattern.logGroups).toMatchObject([
    {
      arn: "arn:aws:logs:us-east-1:000000000000:log-group:/acme/other:*",
      logGroupArn: "arn:aws:logs:us-east-1:000000000000:log-group:/acme/other",
      logGroupClass: "STANDARD",
    },
  ]);
  const resourceArn = byPattern.logGroups?.[0]?.logGroupArn ?? "";
  await logs.send(new TagResourceCommand({ resourceArn, tags: { stage: "test" } }));
  const { tags } = await logs.send(new ListTagsForResourceCommand({ resourceArn }));
  expect(tags).toEqual({ team: "data", stage: "test" });
});

test("what is deleted takes its events with it", async () => {
  await put(["gone"]);
  await logs.send(new DeleteLogStreamCommand({ logGroupName, logStreamName: "a" }));
  await expect(get()).rejects.toMatchObject({
    name: "ResourceNotFoundException",
    message: "The specified log stream does not exist.",
  });
  await logs.send(new DeleteLogGroupCommand({ logGroupName }));
  await expect(get()).rejects.toMatchObject({
    name: "ResourceNotFoundException",
    message: "The specified log group does not exist.",
  });
});

test("what is there already is refused", async () => {
  await expect(logs.send(new CreateLogGroupCommand({ logGroupName }))).rejects.toMatchObject({
    name: "ResourceAlreadyExistsException",
  });
  await expect(
    logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName: "a" })),
  ).rejects.toMatchObject({ name: "ResourceAlreadyExistsException" });
});
