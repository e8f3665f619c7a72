import {
  DeleteTaskDefinitionsCommand,
  DeregisterTaskDefinitionCommand,
  DescribeTaskDefinitionCommand,
  ListTagsForResourceCommand,
  ListTaskDefinitionFamiliesCommand,
  ListTaskDefinitionsCommand,
  type RegisterTaskDefinitionCommandInput,
  TagResourceCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-ecs";
import { afterEach, beforeEach, expect, test } from "vitest";

import { containerDefinition, createEcsWorld, type EcsWorld } from "./testing/ecs-world.ts";

let world: EcsWorld;
beforeEach(async () => {
  world = await createEcsWorld();
});
afterEach(async () => {
  await world.close();
  expect(world.bugs).toEqual([]);
});

const arn = (name: string) => `arn:aws:ecs:us-east-1:000000000000:task-definition/${name}`;
const describeDefinition = (taskDefinition: string) =>
  world.ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition, include: ["TAGS"] }));

test("each registration is the family's next revision, and the family means the newest active one", async () => {
  expect(await world.register({})).toBe(arn("job:1"));
  expect(await world.register({ command: ["two"] })).toBe(arn("job:2"));
  const { taskDefinition } = await describeDefinition("job");
  expect(taskDefinition).toMatchObject({
    taskDefinitionArn: arn("job:2"),
    family: "job",
    revision: 2,
    status: "ACTIVE",
    cpu: "256",
    memory: "512",
    compatibilities: ["EC2", "FARGATE"],
    registeredAt: new Date(world.clock.now()),
    containerDefinitions: [{ name: "main", command: ["two"], essential: true, environment: [] }],
  });
  await world.ecs.send(new DeregisterTaskDefinitionCommand({ taskDefinition: "job:2" }));
  expect((await describeDefinition("job")).taskDefinition?.revision).toBe(1);
});

test("a revision's number is never given again", async () => {
  await world.register({});
  await world.ecs.send(new DeregisterTaskDefinitionCommand({ taskDefinition: "job:1" }));
  await world.ecs.send(new DeleteTaskDefinitionsCommand({ taskDefinitions: ["job:1"] }));
  expect(await world.register({})).toBe(arn("job:2"));
});

test("only what was deregistered can be deleted", async () => {
  await world.register({});
  const refused = await world.ecs.send(
    new DeleteTaskDefinitionsCommand({ taskDefinitions: ["job:1", "job:9"] }),
  );
  expect(refused.failures?.map(({ arn: which }) => which)).toEqual([arn("job:1"), "job:9"]);
  await world.ecs.send(new DeregisterTaskDefinitionCommand({ taskDefinition: "job:1" }));
  const { taskDefinitions } = await world.ecs.send(
    new DeleteTaskDefinitionsCommand({ taskDefinitions: [arn("job:1")] }),
  );
  expect(taskDefinitions).toMatchObject([{ status: "DELETE_IN_PROGRESS", revision: 1 }]);
});

test("lists come in pages and by status", async () => {
  for (let revision = 1; revision <= 3; revision++) await world.register({});
  await world.register({}, { family: "other" });
  await world.ecs.send(new DeregisterTaskDefinitionCommand({ taskDefinition: "job:2" }));

  const list = new ListTaskDefinitionsCommand({ familyPrefix: "job", maxResults: 1 });
  const first = await world.ecs.send(list);
  const second = await world.ecs.send(
    new ListTaskDefinitionsCommand({ ...list.input, nextToken: first.nextToken }),
  );
  expect([first.taskDefinitionArns, second.taskDefinitionArns, second.nextToken]).toEqual([
    [arn("job:1")],
    [arn("job:3")],
    undefined,
  ]);
  const inactive = await world.ecs.send(new ListTaskDefinitionsCommand({ status: "INACTIVE" }));
  expect(inactive.taskDefinitionArns).toEqual([arn("job:2")]);
  const { families } = await world.ecs.send(new ListTaskDefinitionFamiliesCommand({ status: "ACTIVE" }));
  expect(families).toEqual(["job", "other"]);
});

test("tags can be given, added, replaced and taken away", async () => {
  const resourceArn = await world.register({}, { tags: [{ key: "a", value: "1" }] });
  await world.ecs.send(
    new TagResourceCommand({
      resourceArn,
      tags: [
        { key: "a", value: "2" },
        { key: "b", value: "3" },
      ],
    }),
  );
  expect((await describeDefinition(resourceArn)).tags).toEqual([
    { key: "a", value: "2" },
    { key: "b", value: "3" },
  ]);
  await world.ecs.send(new UntagResourceCommand({ resourceArn, tagKeys: ["a"] }));
  const { tags } = await world.ecs.send(new ListTagsForResourceCommand({ resourceArn }));
  expect(tags).toEqual([{ key: "b", value: "3" }]);
});

test.each<[string, Partial<RegisterTaskDefinitionCommandInput>]>([
  ["Family contains invalid characters.", { family: "a b" }],
  ["Container list cannot be empty.", { containerDefinitions: [] }],
  ["Fargate only supports network mode ‘awsvpc’.", { networkMode: "bridge" }],
  ["Fargate requires that 'cpu' be defined at the task level.", { cpu: undefined }],
  ["Fargate requires that 'memory' be defined at the task level.", { memory: undefined }],
  ["Invalid 'cpu' setting for task.", { cpu: "much" }],
  [
    "No Fargate configuration exists for given values: 1024 CPU, 512 memory. See the Amazon ECS documentation for the valid values.",
    { cpu: "1 vCPU", memory: "0.5 GB" },
  ],
  [
    "Fargate requires task definition to have execution role ARN to support log driver awslogs.",
    { executionRoleArn: undefined },
  ],
  [
    "Container.name should not be null or empty.",
    { containerDefinitions: [containerDefinition({ name: "" })] },
  ],
  [
    "Container.image should not be null or empty.",
    { containerDefinitions: [containerDefinition({ image: "" })] },
  ],
  [
    "The 'memory' setting for container 'main' is greater than for the task.",
    { containerDefinitions: [containerDefinition({ memory: 1024 })] },
  ],
  [
    "Log driver awslogs requires options: awslogs-region, awslogs-stream-prefix",
    {
      containerDefinitions: [
        containerDefinition({
          logConfiguration: { logDriver: "awslogs", options: { "awslogs-group": "/acme/batch" } },
        }),
      ],
    },
  ],
  [
    "A task definition must have at least one essential container.",
    { containerDefinitions: [containerDefinition({ essential: false })] },
  ],
  [
    "Container dependencies must not contain a cycle.",
    {
      containerDefinitions: [
        containerDefinition({ name: "a", dependsOn: [{ containerName: "b", condition: "START" }] }),
        containerDefinition({ name: "b", dependsOn: [{ containerName: "a", condition: "START" }] }),
      ],
    },
  ],
])("a definition is refused with: %s", async (message, changes) => {
  await expect(world.register({}, changes)).rejects.toMatchObject({ name: "ClientException", message });
});

test.each([
  ["256", "512"],
  ["1024", "8192"],
  ["4 vCPU", "30 GB"],
  ["16384", "122880"],
])("%s CPU and %s memory go together", async (cpu, memory) => {
  await expect(world.register({}, { cpu, memory })).resolves.toBe(arn("job:1"));
});

test("what is not there is refused in AWS's words", async () => {
  await expect(describeDefinition("none")).rejects.toMatchObject({
    name: "ClientException",
    message: "Unable to describe task definition.",
  });
  await expect(
    world.ecs.send(new DeregisterTaskDefinitionCommand({ taskDefinition: "job" })),
  ).rejects.toMatchObject({ message: "Specified task definition must contain a revision number." });
});
