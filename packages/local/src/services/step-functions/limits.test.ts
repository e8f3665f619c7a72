import {
  CreateActivityCommand,
  CreateStateMachineCommand,
  DescribeActivityCommand,
  DescribeStateMachineCommand,
  type EncryptionConfiguration,
  SFNClient,
  StopExecutionCommand,
  ValidateStateMachineDefinitionCommand,
} from "@aws-sdk/client-sfn";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { createServiceWorld, type ServiceWorld } from "../../testing/service-world.ts";
import { createStepFunctionsService } from "./service.ts";

let world: ServiceWorld;
let sfn: SFNClient;
beforeEach(() => {
  world = createServiceWorld((context) => [createStepFunctionsService(context)]);
  sfn = new SFNClient(world.client);
});
afterEach(() => world.close());

const definition = JSON.stringify({ StartAt: "A", States: { A: { Type: "Succeed" } } });
const create = (rest: object) =>
  sfn.send(
    new CreateStateMachineCommand({
      name: "machine",
      definition,
      roleArn: "arn:aws:iam::000000000000:role/machine",
      ...rest,
    }),
  );
const tags = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ key: `k${index}`, value: "" }));

describe("what is too long is refused before anything else", () => {
  const tooLong = " ".repeat(1_048_577);
  const message =
    "1 validation error detected: Value at 'definition' failed to satisfy constraint: Member must have length less than or equal to 1048576";

  it("definitions over 1 MB, which the error does not repeat", async () => {
    await expect(create({ definition: tooLong })).rejects.toMatchObject({
      name: "ValidationException",
      message,
    });
    const validate = new ValidateStateMachineDefinitionCommand({ definition: tooLong });
    await expect(sfn.send(validate)).rejects.toMatchObject({ name: "ValidationException", message });
  });

  it("causes", async () => {
    const stop = new StopExecutionCommand({
      executionArn: "arn:aws:states:us-east-1:000000000000:execution:machine:run",
      cause: "c".repeat(32_769),
    });
    await expect(sfn.send(stop)).rejects.toThrow("Value at 'cause' failed to satisfy constraint");
  });

  it("names", async () => {
    await expect(create({ name: "n".repeat(81) })).rejects.toThrow("have length less than or equal to 80");
    await expect(create({ name: "a b" })).rejects.toMatchObject({ name: "InvalidName" });
  });

  it("more tags than fifty", async () => {
    await create({ tags: tags(50) });
    await expect(create({ name: "other", tags: tags(51) })).rejects.toMatchObject({ name: "TooManyTags" });
  });
});

it.each([
  ["type", { type: "FAST" }, "[STANDARD, EXPRESS]"],
  ["loggingConfiguration.level", { loggingConfiguration: { level: "SOME" } }, "[ALL, ERROR, FATAL, OFF]"],
  [
    "encryptionConfiguration.type",
    { encryptionConfiguration: { type: "MINE" } },
    "[AWS_OWNED_KEY, CUSTOMER_MANAGED_KMS_KEY]",
  ],
])("a value of %s that is no such is refused", async (at, rest, values) => {
  await expect(create(rest)).rejects.toMatchObject({
    name: "ValidationException",
    message: expect.stringMatching(new RegExp(`at '${at}' failed .* enum value set: `)),
  });
  await expect(create(rest)).rejects.toThrow(values);
});

describe("an encryption configuration", () => {
  const type = "CUSTOMER_MANAGED_KMS_KEY";
  const activity = (encryptionConfiguration: EncryptionConfiguration) =>
    sfn.send(new CreateActivityCommand({ name: "activity", encryptionConfiguration }));

  it("is kept and shown, with the period that AWS takes by itself", async () => {
    const kept = { type, kmsKeyId: "alias/key", kmsDataKeyReusePeriodSeconds: 300 };
    const { stateMachineArn } = await create({ encryptionConfiguration: { type, kmsKeyId: "alias/key" } });
    expect(await sfn.send(new DescribeStateMachineCommand({ stateMachineArn }))).toMatchObject({
      encryptionConfiguration: kept,
    });
    const { activityArn } = await activity({ type, kmsKeyId: "alias/key" });
    expect(await sfn.send(new DescribeActivityCommand({ activityArn }))).toMatchObject({
      encryptionConfiguration: kept,
    });
  });

  it("of an activity is not changed by creating it again", async () => {
    await activity({ type: "AWS_OWNED_KEY" });
    await activity({ type: "AWS_OWNED_KEY" });
    await expect(activity({ type, kmsKeyId: "alias/key" })).rejects.toMatchObject({
      name: "ActivityAlreadyExists",
    });
  });

  it.each<EncryptionConfiguration>([
    { type },
    { type: "AWS_OWNED_KEY", kmsKeyId: "alias/key" },
    { type: "AWS_OWNED_KEY", kmsDataKeyReusePeriodSeconds: 60 },
  ])("is refused as %j", async (encryptionConfiguration) => {
    await expect(create({ encryptionConfiguration })).rejects.toMatchObject({
      name: "InvalidEncryptionConfiguration",
    });
  });

  it("has a period from one to fifteen minutes", async () => {
    const encryptionConfiguration = { type, kmsKeyId: "alias/key", kmsDataKeyReusePeriodSeconds: 901 };
    await expect(create({ encryptionConfiguration })).rejects.toMatchObject({ name: "ValidationException" });
  });
});
