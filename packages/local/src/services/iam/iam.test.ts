import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  CreateRoleCommand,
  DeletePolicyCommand,
  DeletePolicyVersionCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  GetUserCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
  ListRolesCommand,
  PutRolePolicyCommand,
  TagRoleCommand,
  UntagRoleCommand,
  UpdateAssumeRolePolicyCommand,
  UpdateRoleCommand,
  type CreateRoleCommandInput,
} from "@aws-sdk/client-iam";
import { afterEach, beforeEach, expect, test } from "vitest";

import { createServiceWorld, type ServiceWorld } from "../../testing/service-world.ts";
import { createIamService } from "./service.ts";

let world: ServiceWorld;
let iam: IAMClient;
beforeEach(() => {
  world = createServiceWorld((context) => [createIamService(context)]);
  iam = new IAMClient(world.client);
});
afterEach(async () => {
  expect(world.bugs).toEqual([]);
  await world.close();
});

const trust = JSON.stringify({
  Version: "2012-10-17",
  Statement: [
    { Effect: "Allow", Principal: { Service: "ecs-tasks.amazonaws.com" }, Action: "sts:AssumeRole" },
  ],
});
const permissions = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "s3:GetObject", Resource: "*" }],
});
const awsManaged = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy";

const createRole = (input: Partial<CreateRoleCommandInput> = {}) =>
  iam.send(new CreateRoleCommand({ RoleName: "runner", AssumeRolePolicyDocument: trust, ...input }));
const getRole = async () => (await iam.send(new GetRoleCommand({ RoleName: "runner" }))).Role;

test("a role has an ARN without a region, with its path, and its document percent-encoded", async () => {
  await createRole({
    Path: "/acme/batch/",
    Description: "Runs jobs",
    Tags: [{ Key: "team", Value: "data" }],
  });
  expect(await getRole()).toMatchObject({
    Arn: "arn:aws:iam::000000000000:role/acme/batch/runner",
    RoleId: expect.stringMatching(/^AROA[0-9A-F]{17}$/),
    AssumeRolePolicyDocument: encodeURIComponent(trust),
    MaxSessionDuration: 3600,
    Tags: [{ Key: "team", Value: "data" }],
  });
  const { Roles } = await iam.send(new ListRolesCommand({ PathPrefix: "/acme/" }));
  expect(Roles?.map(({ RoleName }) => RoleName)).toEqual(["runner"]);
});

test("names are unique without regard to case", async () => {
  await createRole();
  await expect(createRole({ RoleName: "RUNNER" })).rejects.toMatchObject({
    name: "EntityAlreadyExistsException",
    message: "Role with name RUNNER already exists.",
    $metadata: { httpStatusCode: 409 },
  });
});

test("a role that is not there is told so", async () => {
  await expect(getRole()).rejects.toMatchObject({
    name: "NoSuchEntityException",
    message: "The role with name runner cannot be found.",
    $metadata: { httpStatusCode: 404 },
  });
});

test.each([
  ["no JSON", "{", "This policy contains invalid Json"],
  ["no statements", "{}", "Syntax errors in policy."],
  [
    "an unknown effect",
    '{"Statement":{"Effect":"Maybe","Action":"*","Principal":"*"}}',
    "Syntax errors in policy.",
  ],
  ["no principal", '{"Statement":{"Effect":"Allow","Action":"*"}}', "Missing required field Principal"],
  [
    "a resource",
    '{"Statement":{"Effect":"Allow","Action":"*","Principal":"*","Resource":"*"}}',
    "Has prohibited field Resource.",
  ],
])("a trust policy with %s is malformed", async (_, document, message) => {
  await expect(createRole({ AssumeRolePolicyDocument: document })).rejects.toMatchObject({
    name: "MalformedPolicyDocumentException",
    message,
  });
});

test("a name with other characters is refused", async () => {
  await expect(createRole({ RoleName: "a b" })).rejects.toThrow(
    "1 validation error detected: Value 'a b' at 'roleName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]+",
  );
});

test("a role can be changed and tagged", async () => {
  await createRole({ Description: "before", Tags: [{ Key: "a", Value: "1" }] });
  await iam.send(new UpdateRoleCommand({ RoleName: "runner", MaxSessionDuration: 7200 }));
  const other = trust.replace("ecs-tasks", "states");
  await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: "runner", PolicyDocument: other }));
  await iam.send(new TagRoleCommand({ RoleName: "runner", Tags: [{ Key: "b", Value: "2" }] }));
  await iam.send(new UntagRoleCommand({ RoleName: "runner", TagKeys: ["a"] }));
  const role = await getRole();
  expect(role).toMatchObject({
    MaxSessionDuration: 7200,
    AssumeRolePolicyDocument: encodeURIComponent(other),
    Tags: [{ Key: "b", Value: "2" }],
  });
  expect(role?.Description).toBeUndefined();
});

test("inline and attached policies stand in the way of a deletion", async () => {
  await createRole();
  await iam.send(
    new PutRolePolicyCommand({ RoleName: "runner", PolicyName: "read", PolicyDocument: permissions }),
  );
  await iam.send(new AttachRolePolicyCommand({ RoleName: "runner", PolicyArn: awsManaged }));
  expect(await iam.send(new GetRolePolicyCommand({ RoleName: "runner", PolicyName: "read" }))).toMatchObject({
    PolicyDocument: encodeURIComponent(permissions),
  });
  const { PolicyNames } = await iam.send(new ListRolePoliciesCommand({ RoleName: "runner" }));
  expect(PolicyNames).toEqual(["read"]);
  const { AttachedPolicies } = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName: "runner" }));
  expect(AttachedPolicies).toEqual([
    { PolicyName: "AmazonECSTaskExecutionRolePolicy", PolicyArn: awsManaged },
  ]);

  const deletion = () => iam.send(new DeleteRoleCommand({ RoleName: "runner" }));
  await expect(deletion()).rejects.toMatchObject({
    name: "DeleteConflictException",
    message: "Cannot delete entity, must detach all policies first.",
  });
  await iam.send(new DetachRolePolicyCommand({ RoleName: "runner", PolicyArn: awsManaged }));
  await expect(deletion()).rejects.toThrow("Cannot delete entity, must delete policies first.");
  await iam.send(new DeleteRolePolicyCommand({ RoleName: "runner", PolicyName: "read" }));
  await deletion();
  await expect(getRole()).rejects.toThrow("cannot be found");
});

test("a policy has versions, of which the default one stays", async () => {
  const { Policy } = await iam.send(
    new CreatePolicyCommand({ PolicyName: "read", PolicyDocument: permissions }),
  );
  const PolicyArn = "arn:aws:iam::000000000000:policy/read";
  expect(Policy).toMatchObject({ Arn: PolicyArn, DefaultVersionId: "v1", AttachmentCount: 0 });
  const next = permissions.replace("GetObject", "PutObject");
  await iam.send(new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument: next, SetAsDefault: true }));
  expect(await iam.send(new GetPolicyVersionCommand({ PolicyArn, VersionId: "v2" }))).toMatchObject({
    PolicyVersion: { IsDefaultVersion: true, Document: encodeURIComponent(next) },
  });
  await expect(iam.send(new DeletePolicyVersionCommand({ PolicyArn, VersionId: "v2" }))).rejects.toThrow(
    "Cannot delete the default version of a policy.",
  );
  await expect(iam.send(new DeletePolicyCommand({ PolicyArn }))).rejects.toMatchObject({
    name: "DeleteConflictException",
  });
  await iam.send(new DeletePolicyVersionCommand({ PolicyArn, VersionId: "v1" }));
  await createRole();
  await iam.send(new AttachRolePolicyCommand({ RoleName: "runner", PolicyArn }));
  await expect(iam.send(new DeletePolicyCommand({ PolicyArn }))).rejects.toThrow(
    "Cannot delete a policy attached to entities.",
  );
  await iam.send(new DetachRolePolicyCommand({ RoleName: "runner", PolicyArn }));
  await iam.send(new DeletePolicyCommand({ PolicyArn }));
});

test("a policy that nobody made cannot be attached, nor be a boundary", async () => {
  await createRole();
  const PolicyArn = "arn:aws:iam::000000000000:policy/none";
  await expect(iam.send(new AttachRolePolicyCommand({ RoleName: "runner", PolicyArn }))).rejects.toThrow(
    `Policy ${PolicyArn} does not exist or is not attachable.`,
  );
  await expect(createRole({ RoleName: "bounded", PermissionsBoundary: PolicyArn })).rejects.toThrow(
    `Scope ARN: ${PolicyArn} does not exist or is not attachable.`,
  );
});

test("the caller is the account's root user", async () => {
  const { User } = await iam.send(new GetUserCommand({}));
  expect(User?.Arn).toBe("arn:aws:iam::000000000000:root");
});
