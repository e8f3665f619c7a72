import type { DeleteRolePolicyRequest, PutRolePolicyRequest } from "@aws-sdk/client-iam";

import { ignoreNotFound, toDocument, toList } from "./iam-role.ts";
import { chooseName } from "./physical-id.ts";
import type { ResourceProvider } from "./provider.ts";
import type { ResourceServices } from "./resource-services.ts";

/** An inline policy of one or more roles. Source: CloudFormation Template Reference, AWS::IAM::Policy. */
export function createIamPolicy({ call, context }: ResourceServices): ResourceProvider {
  const put = (RoleName: string, PolicyName: string, document: string) =>
    call<PutRolePolicyRequest, object>("iam", "PutRolePolicy", {
      RoleName,
      PolicyName,
      PolicyDocument: document,
    });
  const remove = (RoleName: string, PolicyName: string) =>
    ignoreNotFound(
      call<DeleteRolePolicyRequest, object>("iam", "DeleteRolePolicy", { RoleName, PolicyName }),
    );
  return {
    type: "AWS::IAM::Policy",
    properties: { PolicyDocument: "update", PolicyName: "update", Roles: "update" },
    required: ["PolicyDocument", "PolicyName"],
    attributes: ["Id"],
    choosePhysicalId: (request) => chooseName(request, context.createId, { maxLength: 128 }),
    async create({ physicalId = "", properties, initiated }) {
      initiated(physicalId);
      for (const role of toList(properties["Roles"])) {
        await put(role, String(properties["PolicyName"]), toDocument(properties["PolicyDocument"]));
      }
      return { Id: physicalId };
    },
    async update({ properties, previousProperties, attributes }) {
      const name = String(properties["PolicyName"]);
      const roles = toList(properties["Roles"]);
      for (const role of roles) await put(role, name, toDocument(properties["PolicyDocument"]));
      const previousName = String(previousProperties["PolicyName"]);
      for (const role of toList(previousProperties["Roles"])) {
        if (previousName !== name || !roles.includes(role)) await remove(role, previousName);
      }
      return attributes;
    },
    async delete({ properties }) {
      for (const role of toList(properties["Roles"])) await remove(role, String(properties["PolicyName"]));
    },
  };
}
