import { CreateRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import {
  AssumeRoleCommand,
  GetCallerIdentityCommand,
  GetSessionTokenCommand,
  STSClient,
} from "@aws-sdk/client-sts";
import { afterEach, beforeEach, expect, test } from "vitest";

import { createIamService } from "../iam/service.ts";
import { createServiceWorld, type ServiceWorld } from "../../testing/service-world.ts";
import { createStsService } from "./service.ts";

let world: ServiceWorld;
let sts: STSClient;
beforeEach(() => {
  world = createServiceWorld((context) => [createIamService(context), createStsService(context)]);
  sts = new STSClient(world.client);
});
afterEach(async () => {
  expect(world.bugs).toEqual([]);
  await world.close();
});

test("whoever calls is the account's root user", async () => {
  expect(await sts.send(new GetCallerIdentityCommand({}))).toMatchObject({
    Account: "000000000000",
    Arn: "arn:aws:iam::000000000000:root",
  });
});

test("a role that is there can be assumed, for an hour unless asked otherwise", async () => {
  await new IAMClient(world.client).send(
    new CreateRoleCommand({
      RoleName: "runner",
      Path: "/acme/",
      AssumeRolePolicyDocument: '{"Statement":{"Effect":"Allow","Principal":"*","Action":"sts:AssumeRole"}}',
    }),
  );
  const RoleArn = "arn:aws:iam::000000000000:role/acme/runner";
  const { AssumedRoleUser, Credentials } = await sts.send(
    new AssumeRoleCommand({ RoleArn, RoleSessionName: "test" }),
  );
  expect(AssumedRoleUser).toEqual({
    AssumedRoleId: expect.stringMatching(/^AROA\w{17}:test$/),
    Arn: "arn:aws:sts::000000000000:assumed-role/runner/test",
  });
  expect(Credentials?.AccessKeyId).toMatch(/^ASIA[0-9A-F]{16}$/);
  expect(Credentials?.Expiration?.getTime()).toBe(world.clock.now() + 3_600_000);
});

test("a role that is not there cannot be assumed", async () => {
  const RoleArn = "arn:aws:iam::000000000000:role/none";
  await expect(sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: "test" }))).rejects.toMatchObject({
    name: "AccessDenied",
    message: `User: arn:aws:iam::000000000000:root is not authorized to perform: sts:AssumeRole on resource: ${RoleArn}`,
    $metadata: { httpStatusCode: 403 },
  });
});

test("a session's duration has bounds", async () => {
  const { Credentials } = await sts.send(new GetSessionTokenCommand({ DurationSeconds: 900 }));
  expect(Credentials?.SessionToken).toBeTruthy();
  await expect(sts.send(new GetSessionTokenCommand({ DurationSeconds: 899 }))).rejects.toThrow(
    "1 validation error detected: Value '899' at 'durationSeconds' failed to satisfy constraint: Member must have value greater than or equal to 900",
  );
});
