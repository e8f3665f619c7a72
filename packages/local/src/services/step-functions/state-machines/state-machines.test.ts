import {
  CreateStateMachineAliasCommand,
  CreateStateMachineCommand,
  type CreateStateMachineCommandInput,
  DeleteStateMachineAliasCommand,
  DeleteStateMachineVersionCommand,
  DescribeExecutionCommand,
  DescribeStateMachineAliasCommand,
  DescribeStateMachineCommand,
  DescribeStateMachineForExecutionCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  ListStateMachineAliasesCommand,
  ListStateMachineVersionsCommand,
  ListTagsForResourceCommand,
  PublishStateMachineVersionCommand,
  SFNClient,
  StartExecutionCommand,
  UntagResourceCommand,
  UpdateStateMachineAliasCommand,
  UpdateStateMachineCommand,
  ValidateStateMachineDefinitionCommand,
} from "@aws-sdk/client-sfn";
import { afterEach, beforeEach, expect, test } from "vitest";

import { createServiceWorld, type ServiceWorld } from "../../../testing/service-world.ts";
import { createStepFunctionsService } from "../service.ts";

const roleArn = "arn:aws:iam::000000000000:role/machine";
const machineArn = "arn:aws:states:us-east-1:000000000000:stateMachine:machine";
const pass = (result: unknown) =>
  JSON.stringify({ StartAt: "A", States: { A: { Type: "Pass", Result: result, End: true } } });

let random: number;
let world: ServiceWorld;
let sfn: SFNClient;
beforeEach(() => {
  random = 0;
  world = createServiceWorld((context) => [createStepFunctionsService(context, { random: () => random })]);
  sfn = new SFNClient(world.client);
});
afterEach(async () => {
  sfn.destroy();
  await world.close();
  expect(world.bugs).toEqual([]);
});

const create = (more: Partial<CreateStateMachineCommandInput> = {}) =>
  sfn.send(new CreateStateMachineCommand({ name: "machine", roleArn, definition: pass(1), ...more }));
const update = (definition: string, more: object = {}) =>
  sfn.send(new UpdateStateMachineCommand({ stateMachineArn: machineArn, definition, ...more }));
const route = (...weights: [version: number, weight: number][]) =>
  weights.map(([version, weight]) => ({ stateMachineVersionArn: `${machineArn}:${version}`, weight }));
const run = async (stateMachineArn: string, name?: string, input?: string) => {
  const { executionArn } = await sfn.send(new StartExecutionCommand({ stateMachineArn, name, input }));
  return sfn.send(new DescribeExecutionCommand({ executionArn }));
};

test("a definition that AWS would refuse is refused with every reason and place", async () => {
  const definition = JSON.stringify({ StartAt: "A", States: { A: { Type: "Pass" } } });
  const refused = await create({ definition }).then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(refused).toMatchObject({
    name: "InvalidDefinition",
    message: expect.stringMatching(/^Invalid State Machine Definition: '[A-Z_]+: .+ at \/States\/A.*'$/),
  });
  const { result, diagnostics } = await sfn.send(new ValidateStateMachineDefinitionCommand({ definition }));
  expect(result).toBe("FAIL");
  expect(diagnostics?.length).toBeGreaterThan(0);
});

test.each(["two words", "a/b", "ünï\u0000", "x".repeat(81)])("the name %j is refused", async (name) => {
  await expect(create({ name })).rejects.toMatchObject({
    name: expect.stringMatching(/^(InvalidName|ValidationException)$/),
  });
});

test("creating again is harmless with another role or tags, and refused with another definition", async () => {
  await create({ tags: [{ key: "team", value: "batch" }] });
  await create({ roleArn: `${roleArn}-2`, tags: [{ key: "other", value: "x" }] });
  await expect(create({ definition: pass(2) })).rejects.toMatchObject({ name: "StateMachineAlreadyExists" });
  expect(await sfn.send(new DescribeStateMachineCommand({ stateMachineArn: machineArn }))).toMatchObject({
    roleArn,
  });
  const listTags = () => sfn.send(new ListTagsForResourceCommand({ resourceArn: machineArn }));
  expect((await listTags()).tags).toEqual([{ key: "team", value: "batch" }]);
  await sfn.send(new UntagResourceCommand({ resourceArn: machineArn, tagKeys: ["team", "none"] }));
  expect((await listTags()).tags).toEqual([]);
});

test("publishing the same revision again gives the same version", async () => {
  const { stateMachineVersionArn } = await create({ publish: true, versionDescription: "first" });
  const publish = (revisionId?: string) =>
    sfn.send(new PublishStateMachineVersionCommand({ stateMachineArn: machineArn, revisionId }));
  expect((await publish()).stateMachineVersionArn).toBe(stateMachineVersionArn);
  expect((await publish("INITIAL")).stateMachineVersionArn).toBe(stateMachineVersionArn);
  const { revisionId } = await update(pass(2));
  expect((await publish(revisionId)).stateMachineVersionArn).toBe(`${machineArn}:2`);
  await expect(publish("INITIAL")).rejects.toMatchObject({ name: "ConflictException" });
});

test("an update must change something that can be changed", async () => {
  await create();
  await expect(
    sfn.send(new UpdateStateMachineCommand({ stateMachineArn: machineArn })),
  ).rejects.toMatchObject({ name: "MissingRequiredParameter" });
  await expect(update("{")).rejects.toMatchObject({ name: "InvalidDefinition" });
});

test("a version keeps its definition, and executions keep theirs", async () => {
  await create({ publish: true });
  const started = await run(`${machineArn}:1`);
  await update(pass(2), { publish: true });
  expect((await run(`${machineArn}:1`)).output).toBe("1");
  expect((await run(machineArn)).output).toBe("2");
  const { definition } = await sfn.send(
    new DescribeStateMachineForExecutionCommand({ executionArn: started.executionArn }),
  );
  expect(definition).toBe(pass(1));
  await expect(run(`${machineArn}:9`)).rejects.toMatchObject({
    name: "StateMachineDoesNotExist",
    message: `State Machine Does Not Exist: '${machineArn}:9'`,
  });
});

test("an alias routes by weight, and an execution shows the version that it got", async () => {
  await create({ publish: true });
  await update(pass(2), { publish: true });
  await sfn.send(
    new CreateStateMachineAliasCommand({ name: "live", routingConfiguration: route([1, 90], [2, 10]) }),
  );
  random = 0.899;
  expect(await run(`${machineArn}:live`)).toMatchObject({
    output: "1",
    stateMachineVersionArn: `${machineArn}:1`,
    stateMachineAliasArn: `${machineArn}:live`,
    stateMachineArn: machineArn,
  });
  random = 0.9;
  expect(await run(`${machineArn}:live`)).toMatchObject({ output: "2" });
  await run(machineArn);
  const list = async (stateMachineArn: string) =>
    (await sfn.send(new ListExecutionsCommand({ stateMachineArn }))).executions;
  expect(await list(machineArn)).toHaveLength(3);
  expect(await list(`${machineArn}:live`)).toHaveLength(2);
  expect(await list(`${machineArn}:2`)).toMatchObject([{ stateMachineAliasArn: `${machineArn}:live` }]);
});

test("a version that an alias needs is not deleted, and an alias that is gone is not found", async () => {
  await create({ publish: true });
  await update(pass(2), { publish: true });
  const live = `${machineArn}:live`;
  await sfn.send(new CreateStateMachineAliasCommand({ name: "live", routingConfiguration: route([1, 100]) }));
  const deleteVersion = () =>
    sfn.send(new DeleteStateMachineVersionCommand({ stateMachineVersionArn: `${machineArn}:1` }));
  await expect(deleteVersion()).rejects.toMatchObject({ name: "ConflictException" });
  await sfn.send(
    new UpdateStateMachineAliasCommand({ stateMachineAliasArn: live, routingConfiguration: route([2, 100]) }),
  );
  await deleteVersion();
  const { stateMachineVersions } = await sfn.send(
    new ListStateMachineVersionsCommand({ stateMachineArn: machineArn }),
  );
  expect(stateMachineVersions).toMatchObject([{ stateMachineVersionArn: `${machineArn}:2` }]);
  const aliasesOf = async (stateMachineArn: string) =>
    (await sfn.send(new ListStateMachineAliasesCommand({ stateMachineArn }))).stateMachineAliases;
  expect(await aliasesOf(`${machineArn}:2`)).toMatchObject([{ stateMachineAliasArn: live }]);
  expect(await aliasesOf(`${machineArn}:1`)).toEqual([]);

  await sfn.send(new DeleteStateMachineAliasCommand({ stateMachineAliasArn: live }));
  await expect(
    sfn.send(new DescribeStateMachineAliasCommand({ stateMachineAliasArn: live })),
  ).rejects.toMatchObject({ name: "ResourceNotFound" });
});

test("an alias must route to versions that are there", async () => {
  await create({ publish: true });
  await expect(
    sfn.send(new CreateStateMachineAliasCommand({ name: "live", routingConfiguration: route([7, 100]) })),
  ).rejects.toMatchObject({ name: "ValidationException" });
});

test("a name is good for one execution, and for the same one while it runs", async () => {
  const stateMachineArn = machineArn;
  await create({
    definition: JSON.stringify({
      StartAt: "A",
      States: { A: { Type: "Wait", Seconds: 10, End: true } },
    }),
  });
  const first = await run(stateMachineArn, "day-1", '{"a":1}');
  expect(await run(stateMachineArn, "day-1", '{"a":1}')).toMatchObject({
    executionArn: first.executionArn,
    startDate: first.startDate,
  });
  const again = {
    name: "ExecutionAlreadyExists",
    message: `Execution Already Exists: '${first.executionArn}'`,
  };
  await expect(run(stateMachineArn, "day-1", '{"a":2}')).rejects.toMatchObject(again);
  world.clock.advanceTo(world.clock.now() + 10_000);
  await expect(run(stateMachineArn, "day-1", '{"a":1}')).rejects.toMatchObject(again);
});

test("an input must be JSON of at most 256 KiB", async () => {
  await create();
  await expect(run(machineArn, "a", "{'a': 1}")).rejects.toMatchObject({ name: "InvalidExecutionInput" });
  await expect(run(machineArn, "a", JSON.stringify("ü".repeat(131_072)))).rejects.toMatchObject({
    name: "ValidationException",
  });
  await run(machineArn, "a", JSON.stringify("x".repeat(262_142)));
});

test("executions are listed newest first, in pages, by status", async () => {
  await create();
  for (const name of ["a", "b", "c"]) await run(machineArn, name);
  const list = (options: object) =>
    sfn.send(new ListExecutionsCommand({ stateMachineArn: machineArn, ...options }));
  const first = await list({ maxResults: 2 });
  expect(first.executions?.map(({ name }) => name)).toEqual(["c", "b"]);
  const second = await list({ maxResults: 2, nextToken: first.nextToken });
  expect(second.executions?.map(({ name }) => name)).toEqual(["a"]);
  expect(second.nextToken).toBeUndefined();
  expect((await list({ statusFilter: "FAILED" })).executions).toEqual([]);
});

test("a history is read in pages, from either end, with or without data", async () => {
  await create();
  const { executionArn } = await run(machineArn, "a", '{"x":1}');
  const read = async (options: object) => {
    const { events = [], nextToken } = await sfn.send(
      new GetExecutionHistoryCommand({ executionArn, ...options }),
    );
    return { ids: events.map(({ id }) => id), events, nextToken };
  };
  const first = await read({ maxResults: 3 });
  expect(first.ids).toEqual([1, 2, 3]);
  expect((await read({ maxResults: 3, nextToken: first.nextToken })).ids).toEqual([4]);
  const last = await read({ maxResults: 3, reverseOrder: true });
  expect(last.ids).toEqual([4, 3, 2]);
  expect((await read({ reverseOrder: true, nextToken: last.nextToken })).ids).toEqual([1]);
  const { events } = await read({ includeExecutionData: false });
  expect(events[0]?.executionStartedEventDetails).toEqual({ roleArn });
  expect(events[1]?.stateEnteredEventDetails).toEqual({ name: "A" });
});
