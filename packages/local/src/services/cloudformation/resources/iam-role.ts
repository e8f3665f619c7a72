import type {
  AttachRolePolicyRequest,
  CreateRoleRequest,
  CreateRoleResponse,
  DeleteRolePermissionsBoundaryRequest,
  DeleteRolePolicyRequest,
  DeleteRoleRequest,
  DetachRolePolicyRequest,
  GetRoleRequest,
  GetRoleResponse,
  ListAttachedRolePoliciesRequest,
  ListAttachedRolePoliciesResponse,
  ListRolePoliciesRequest,
  ListRolePoliciesResponse,
  PutRolePermissionsBoundaryRequest,
  PutRolePolicyRequest,
  Role,
  TagRoleRequest,
  UntagRoleRequest,
  UpdateAssumeRolePolicyRequest,
  UpdateRoleRequest,
} from "@aws-sdk/client-iam";

import { isJsonObject, isSameValue, type Json, type JsonObject } from "../json.ts";
import { compareTags, mergeTags, type TagSet } from "./merge-tags.ts";
import { chooseName } from "./physical-id.ts";
import type { CreateRequest, ResourceProvider } from "./provider.ts";
import { ResourceFailure } from "./resource-failure.ts";
import type { ResourceServices } from "./resource-services.ts";

type Call = ResourceServices["call"];

/** Source: CloudFormation Template Reference, AWS::IAM::Role. */
export function createIamRole({ call, context }: ResourceServices): ResourceProvider {
  return {
    type: "AWS::IAM::Role",
    properties: {
      AssumeRolePolicyDocument: "update",
      Description: "update",
      ManagedPolicyArns: "update",
      MaxSessionDuration: "update",
      Path: "replace",
      PermissionsBoundary: "update",
      Policies: "update",
      RoleName: "replace",
      Tags: "update",
    },
    required: ["AssumeRolePolicyDocument"],
    attributes: ["Arn", "RoleId"],
    taggable: true,
    nameProperty: "RoleName",
    choosePhysicalId: (request) =>
      String(request.properties["RoleName"] ?? chooseName(request, context.createId, { maxLength: 64 })),

    async create(request) {
      const { physicalId: roleName = "", properties, initiated } = request;
      const role = await createRole(call, roleName, request);
      initiated(roleName);
      await putPolicies(call, roleName, properties, {});
      return { Arn: role?.Arn ?? "", RoleId: role?.RoleId ?? "" };
    },

    async update({ physicalId: RoleName, properties, tags, previousProperties, previousTags, attributes }) {
      const { AssumeRolePolicyDocument, Description, MaxSessionDuration, PermissionsBoundary } = properties;
      await call<UpdateAssumeRolePolicyRequest, object>("iam", "UpdateAssumeRolePolicy", {
        RoleName,
        PolicyDocument: toDocument(AssumeRolePolicyDocument),
      });
      await call<UpdateRoleRequest, object>("iam", "UpdateRole", {
        RoleName,
        ...(Description === undefined ? {} : { Description: String(Description) }),
        ...(MaxSessionDuration === undefined ? {} : { MaxSessionDuration: Number(MaxSessionDuration) }),
      });
      if (PermissionsBoundary !== undefined) {
        await call<PutRolePermissionsBoundaryRequest, object>("iam", "PutRolePermissionsBoundary", {
          RoleName,
          PermissionsBoundary: String(PermissionsBoundary),
        });
      } else if (previousProperties["PermissionsBoundary"] !== undefined) {
        await call<DeleteRolePermissionsBoundaryRequest, object>("iam", "DeleteRolePermissionsBoundary", {
          RoleName,
        });
      }
      await putPolicies(call, RoleName, properties, previousProperties);
      const { set, removed } = compareTags(
        mergeTags({ tags: previousTags, properties: previousProperties }),
        mergeTags({ tags, properties }),
      );
      if (Object.keys(set).length > 0) {
        await call<TagRoleRequest, object>("iam", "TagRole", { RoleName, Tags: toTags(set) });
      }
      if (removed.length > 0) {
        await call<UntagRoleRequest, object>("iam", "UntagRole", { RoleName, TagKeys: removed });
      }
      return attributes;
    },

    async delete({ physicalId: RoleName }) {
      const attached = await call<ListAttachedRolePoliciesRequest, ListAttachedRolePoliciesResponse>(
        "iam",
        "ListAttachedRolePolicies",
        { RoleName },
      );
      for (const { PolicyArn } of attached.AttachedPolicies ?? []) {
        await call<DetachRolePolicyRequest, object>("iam", "DetachRolePolicy", { RoleName, PolicyArn });
      }
      const inline = await call<ListRolePoliciesRequest, ListRolePoliciesResponse>(
        "iam",
        "ListRolePolicies",
        {
          RoleName,
        },
      );
      for (const PolicyName of inline.PolicyNames ?? []) {
        await call<DeleteRolePolicyRequest, object>("iam", "DeleteRolePolicy", { RoleName, PolicyName });
      }
      await call<DeleteRoleRequest, object>("iam", "DeleteRole", { RoleName });
    },
  };
}

async function createRole(
  call: Call,
  RoleName: string,
  { properties, tags, resumed, begunAt }: CreateRequest,
): Promise<Role | undefined> {
  const { AssumeRolePolicyDocument, Description, MaxSessionDuration, Path, PermissionsBoundary } = properties;
  const roleTags = mergeTags({ tags, properties });
  try {
    const { Role } = await call<CreateRoleRequest, CreateRoleResponse>("iam", "CreateRole", {
      RoleName,
      AssumeRolePolicyDocument: toDocument(AssumeRolePolicyDocument),
      ...(Description === undefined ? {} : { Description: String(Description) }),
      ...(MaxSessionDuration === undefined ? {} : { MaxSessionDuration: Number(MaxSessionDuration) }),
      ...(Path === undefined ? {} : { Path: String(Path) }),
      ...(PermissionsBoundary === undefined ? {} : { PermissionsBoundary: String(PermissionsBoundary) }),
      ...(Object.keys(roleTags).length > 0 ? { Tags: toTags(roleTags) } : {}),
    });
    return Role;
  } catch (error) {
    const exists = error instanceof ResourceFailure && error.handlerErrorCode === "AlreadyExists";
    if (!exists || !resumed) throw error;
    const { Role } = await call<GetRoleRequest, GetRoleResponse>("iam", "GetRole", { RoleName });
    if ((Role?.CreateDate?.getTime() ?? 0) < begunAt) throw error;
    return Role;
  }
}

/** Brings the inline and the attached policies from one state to another. */
async function putPolicies(
  call: Call,
  RoleName: string,
  next: JsonObject,
  previous: JsonObject,
): Promise<void> {
  const inline = toInlinePolicies(next["Policies"]);
  const before = toInlinePolicies(previous["Policies"]);
  for (const [PolicyName, document] of inline) {
    if (isSameValue(document, before.get(PolicyName))) continue;
    const PolicyDocument = toDocument(document);
    await call<PutRolePolicyRequest, object>("iam", "PutRolePolicy", {
      RoleName,
      PolicyName,
      PolicyDocument,
    });
  }
  for (const PolicyName of before.keys()) {
    if (inline.has(PolicyName)) continue;
    await ignoreNotFound(
      call<DeleteRolePolicyRequest, object>("iam", "DeleteRolePolicy", { RoleName, PolicyName }),
    );
  }
  const attached = toList(next["ManagedPolicyArns"]);
  for (const PolicyArn of attached) {
    await call<AttachRolePolicyRequest, object>("iam", "AttachRolePolicy", { RoleName, PolicyArn });
  }
  for (const PolicyArn of toList(previous["ManagedPolicyArns"])) {
    if (attached.includes(PolicyArn)) continue;
    await ignoreNotFound(
      call<DetachRolePolicyRequest, object>("iam", "DetachRolePolicy", { RoleName, PolicyArn }),
    );
  }
}

/** For what is to be gone and may be gone already. */
export async function ignoreNotFound(work: Promise<unknown>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!(error instanceof ResourceFailure) || error.handlerErrorCode !== "NotFound") throw error;
  }
}

/** A policy document as IAM takes it: JSON text. */
export function toDocument(document: Json | undefined): string {
  return typeof document === "string" ? document : JSON.stringify(document ?? {});
}

export function toList(value: Json | undefined): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

function toInlinePolicies(value: Json | undefined): Map<string, Json> {
  const policies = Array.isArray(value) ? value.filter(isJsonObject) : [];
  return new Map(
    policies.map(({ PolicyName, PolicyDocument }) => [String(PolicyName), PolicyDocument ?? {}]),
  );
}

function toTags(tags: TagSet): { Key: string; Value: string }[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}
