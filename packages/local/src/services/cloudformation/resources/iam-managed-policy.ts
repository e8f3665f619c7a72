import type {
  AttachRolePolicyRequest,
  CreatePolicyRequest,
  CreatePolicyVersionRequest,
  DeletePolicyRequest,
  DeletePolicyVersionRequest,
  DetachRolePolicyRequest,
  GetPolicyRequest,
  GetPolicyResponse,
  ListPolicyVersionsRequest,
  ListPolicyVersionsResponse,
} from "@aws-sdk/client-iam";

import { isSameValue } from "../json.ts";
import { ignoreNotFound, toDocument, toList } from "./iam-role.ts";
import { chooseName } from "./physical-id.ts";
import type { ResourceProvider } from "./provider.ts";
import { ResourceFailure } from "./resource-failure.ts";
import type { ResourceServices } from "./resource-services.ts";

/** Source: IAM User Guide, "IAM and AWS STS quotas": versions of a managed policy. */
const maxVersions = 5;

/** A managed policy; its physical id is its ARN. Source: CloudFormation Template Reference, AWS::IAM::ManagedPolicy. */
export function createIamManagedPolicy({ call, context }: ResourceServices): ResourceProvider {
  const attach = (PolicyArn: string, RoleName: string) =>
    call<AttachRolePolicyRequest, object>("iam", "AttachRolePolicy", { RoleName, PolicyArn });
  const detach = (PolicyArn: string, RoleName: string) =>
    ignoreNotFound(call<DetachRolePolicyRequest, object>("iam", "DetachRolePolicy", { RoleName, PolicyArn }));
  const listOldVersions = async (PolicyArn: string): Promise<string[]> => {
    const { Versions = [] } = await call<ListPolicyVersionsRequest, ListPolicyVersionsResponse>(
      "iam",
      "ListPolicyVersions",
      { PolicyArn },
    );
    return Versions.filter(({ IsDefaultVersion }) => !IsDefaultVersion).map(
      ({ VersionId }) => VersionId ?? "",
    );
  };
  const deleteVersion = (PolicyArn: string, VersionId: string) =>
    call<DeletePolicyVersionRequest, object>("iam", "DeletePolicyVersion", { PolicyArn, VersionId });
  return {
    type: "AWS::IAM::ManagedPolicy",
    properties: {
      Description: "replace",
      ManagedPolicyName: "replace",
      Path: "replace",
      PolicyDocument: "update",
      Roles: "update",
    },
    required: ["PolicyDocument"],
    attributes: ["PolicyArn", "PolicyId"],
    nameProperty: "ManagedPolicyName",
    choosePhysicalId(request) {
      const { ManagedPolicyName, Path = "/" } = request.properties;
      const name = ManagedPolicyName ?? chooseName(request, context.createId, { maxLength: 128 });
      return `arn:aws:iam::${context.accountId}:policy${String(Path)}${String(name)}`;
    },

    async create({ physicalId: arn = "", properties, resumed, begunAt, initiated }) {
      const { Description, Path, PolicyDocument, Roles } = properties;
      const getPolicy = () =>
        call<GetPolicyRequest, GetPolicyResponse>("iam", "GetPolicy", { PolicyArn: arn });
      try {
        await call<CreatePolicyRequest, object>("iam", "CreatePolicy", {
          PolicyName: arn.slice(arn.lastIndexOf("/") + 1),
          PolicyDocument: toDocument(PolicyDocument),
          ...(Description === undefined ? {} : { Description: String(Description) }),
          ...(Path === undefined ? {} : { Path: String(Path) }),
        });
      } catch (error) {
        const exists = error instanceof ResourceFailure && error.handlerErrorCode === "AlreadyExists";
        const createdAt = exists && resumed ? (await getPolicy()).Policy?.CreateDate?.getTime() : undefined;
        if (createdAt === undefined || createdAt < begunAt) throw error;
      }
      initiated(arn);
      for (const role of toList(Roles)) await attach(arn, role);
      return { PolicyArn: arn, PolicyId: (await getPolicy()).Policy?.PolicyId ?? "" };
    },

    async update({ physicalId: PolicyArn, properties, previousProperties, attributes }) {
      if (!isSameValue(properties["PolicyDocument"], previousProperties["PolicyDocument"])) {
        const old = await listOldVersions(PolicyArn);
        const oldest = old.at(-1);
        if (old.length + 1 >= maxVersions && oldest !== undefined) await deleteVersion(PolicyArn, oldest);
        await call<CreatePolicyVersionRequest, object>("iam", "CreatePolicyVersion", {
          PolicyArn,
          PolicyDocument: toDocument(properties["PolicyDocument"]),
          SetAsDefault: true,
        });
      }
      const roles = toList(properties["Roles"]);
      for (const role of roles) await attach(PolicyArn, role);
      for (const role of toList(previousProperties["Roles"])) {
        if (!roles.includes(role)) await detach(PolicyArn, role);
      }
      return attributes;
    },

    async delete({ physicalId: PolicyArn, properties }) {
      for (const role of toList(properties["Roles"])) await detach(PolicyArn, role);
      for (const version of await listOldVersions(PolicyArn)) await deleteVersion(PolicyArn, version);
      await call<DeletePolicyRequest, object>("iam", "DeletePolicy", { PolicyArn });
    },
  };
}
