import {
  CreateRole$,
  DeleteRole$,
  DeleteRolePermissionsBoundary$,
  GetRole$,
  ListInstanceProfilesForRole$,
  ListRoleTags$,
  ListRoles$,
  PutRolePermissionsBoundary$,
  TagRole$,
  UntagRole$,
  UpdateAssumeRolePolicy$,
  UpdateRole$,
  UpdateRoleDescription$,
  type CreateRoleRequest,
  type CreateRoleResponse,
  type DeleteRolePermissionsBoundaryRequest,
  type DeleteRoleRequest,
  type GetRoleRequest,
  type GetRoleResponse,
  type ListInstanceProfilesForRoleRequest,
  type ListInstanceProfilesForRoleResponse,
  type ListRoleTagsRequest,
  type ListRoleTagsResponse,
  type ListRolesRequest,
  type ListRolesResponse,
  type PutRolePermissionsBoundaryRequest,
  type TagRoleRequest,
  type UntagRoleRequest,
  type UpdateAssumeRolePolicyRequest,
  type UpdateRoleDescriptionRequest,
  type UpdateRoleDescriptionResponse,
  type UpdateRoleRequest,
} from "@aws-sdk/client-iam";

import { operation } from "../../protocol/service.ts";
import { pageOf } from "../page-of.ts";
import { checkName, checkPolicyDocument, checkTags, mergeTags, parsePath } from "./check-input.ts";
import { deleteConflict, entityAlreadyExists, noSuchEntity, validationError } from "./errors.ts";
import { createUniqueId, isAwsManagedPolicy, type Iam } from "./iam.ts";
import { toRole, type RoleRecord } from "./roles.ts";

export const roleOperations = {
  // Source: IAM API Reference, CreateRole
  CreateRole: operation(CreateRole$, (input: CreateRoleRequest, iam: Iam): CreateRoleResponse => {
    const { RoleName: roleName = "", AssumeRolePolicyDocument: document = "" } = input;
    checkName(roleName, "roleName", 64);
    const path = parsePath(input.Path);
    checkPolicyDocument(document, "trust");
    const tags = checkTags(input.Tags);
    const maxSessionSeconds = input.MaxSessionDuration ?? 3600;
    checkSessionDuration(maxSessionSeconds);
    if (input.PermissionsBoundary !== undefined) checkBoundary(iam, input.PermissionsBoundary);
    if (iam.roles.find(roleName)) throw entityAlreadyExists(`Role with name ${roleName} already exists.`);
    const role: RoleRecord = {
      roleName,
      roleId: createUniqueId(iam, "AROA"),
      arn: `arn:aws:iam::${iam.context.accountId}:role${path}${roleName}`,
      path,
      createdAt: iam.context.clock.now(),
      assumeRolePolicyDocument: document,
      ...(input.Description === undefined ? {} : { description: input.Description }),
      maxSessionSeconds,
      ...(input.PermissionsBoundary === undefined ? {} : { permissionsBoundary: input.PermissionsBoundary }),
      tags,
      inlinePolicies: {},
      attachedPolicies: [],
    };
    iam.roles.save(role);
    return { Role: toRole(role) };
  }),

  // Source: IAM API Reference, GetRole
  GetRole: operation(GetRole$, (input: GetRoleRequest, iam: Iam): GetRoleResponse => ({
    Role: toRole(iam.roles.get(input.RoleName)),
  })),

  // Source: IAM API Reference, ListRoles
  ListRoles: operation(ListRoles$, (input: ListRolesRequest, iam: Iam): ListRolesResponse => {
    const prefix = input.PathPrefix ?? "/";
    const { items, nextToken } = pageOf(
      iam.roles.list().filter(({ path }) => path.startsWith(prefix)),
      {
        keyOf: ({ roleName }) => roleName,
        limit: input.MaxItems ?? 100,
        token: input.Marker,
        invalidToken: () =>
          validationError(input.Marker ?? "", "marker", "Marker must be one that was returned"),
      },
    );
    return {
      // Source: IAM API Reference, ListRoles: these are not part of a list.
      Roles: items.map((role) => {
        const { Tags: _, PermissionsBoundary: __, RoleLastUsed: ___, ...rest } = toRole(role);
        return rest;
      }),
      IsTruncated: nextToken !== undefined,
      ...(nextToken === undefined ? {} : { Marker: nextToken }),
    };
  }),

  // Source: IAM API Reference, UpdateRole: a description that is not given is taken away.
  UpdateRole: operation(UpdateRole$, (input: UpdateRoleRequest, iam: Iam) => {
    const { description: _, ...role } = iam.roles.get(input.RoleName);
    const maxSessionSeconds = input.MaxSessionDuration ?? 3600;
    checkSessionDuration(maxSessionSeconds);
    iam.roles.save({
      ...role,
      maxSessionSeconds,
      ...(input.Description === undefined ? {} : { description: input.Description }),
    });
    return {};
  }),

  // Source: IAM API Reference, UpdateRoleDescription
  UpdateRoleDescription: operation(
    UpdateRoleDescription$,
    (input: UpdateRoleDescriptionRequest, iam: Iam): UpdateRoleDescriptionResponse => {
      const role = { ...iam.roles.get(input.RoleName), description: input.Description ?? "" };
      iam.roles.save(role);
      return { Role: toRole(role) };
    },
  ),

  // Source: IAM API Reference, UpdateAssumeRolePolicy
  UpdateAssumeRolePolicy: operation(
    UpdateAssumeRolePolicy$,
    (input: UpdateAssumeRolePolicyRequest, iam: Iam) => {
      const role = iam.roles.get(input.RoleName);
      const document = input.PolicyDocument ?? "";
      checkPolicyDocument(document, "trust");
      iam.roles.save({ ...role, assumeRolePolicyDocument: document });
      return {};
    },
  ),

  // Source: IAM API Reference, DeleteRole
  DeleteRole: operation(DeleteRole$, (input: DeleteRoleRequest, iam: Iam) => {
    const role = iam.roles.get(input.RoleName);
    if (role.attachedPolicies.length > 0) {
      throw deleteConflict("Cannot delete entity, must detach all policies first.");
    }
    if (Object.keys(role.inlinePolicies).length > 0) {
      throw deleteConflict("Cannot delete entity, must delete policies first.");
    }
    iam.roles.remove(role.roleName);
    return {};
  }),

  // Source: IAM API Reference, PutRolePermissionsBoundary
  PutRolePermissionsBoundary: operation(
    PutRolePermissionsBoundary$,
    (input: PutRolePermissionsBoundaryRequest, iam: Iam) => {
      const role = iam.roles.get(input.RoleName);
      const permissionsBoundary = input.PermissionsBoundary ?? "";
      checkBoundary(iam, permissionsBoundary);
      iam.roles.save({ ...role, permissionsBoundary });
      return {};
    },
  ),

  // Source: IAM API Reference, DeleteRolePermissionsBoundary
  DeleteRolePermissionsBoundary: operation(
    DeleteRolePermissionsBoundary$,
    (input: DeleteRolePermissionsBoundaryRequest, iam: Iam) => {
      const { permissionsBoundary: _, ...role } = iam.roles.get(input.RoleName);
      iam.roles.save(role);
      return {};
    },
  ),

  // Source: IAM API Reference, TagRole
  TagRole: operation(TagRole$, (input: TagRoleRequest, iam: Iam) => {
    const role = iam.roles.get(input.RoleName);
    iam.roles.save({ ...role, tags: checkTags(mergeTags(role.tags, input.Tags ?? [])) });
    return {};
  }),

  // Source: IAM API Reference, UntagRole
  UntagRole: operation(UntagRole$, (input: UntagRoleRequest, iam: Iam) => {
    const role = iam.roles.get(input.RoleName);
    const keys = new Set(input.TagKeys?.map((key) => key.toLowerCase()));
    iam.roles.save({ ...role, tags: role.tags.filter(({ Key }) => !keys.has(Key?.toLowerCase() ?? "")) });
    return {};
  }),

  // Source: IAM API Reference, ListRoleTags
  ListRoleTags: operation(ListRoleTags$, (input: ListRoleTagsRequest, iam: Iam): ListRoleTagsResponse => ({
    Tags: [...iam.roles.get(input.RoleName).tags],
    IsTruncated: false,
  })),

  // Whoever deletes a role asks for these first; the engine has no instances, so there are none.
  // Source: IAM API Reference, ListInstanceProfilesForRole
  ListInstanceProfilesForRole: operation(
    ListInstanceProfilesForRole$,
    (input: ListInstanceProfilesForRoleRequest, iam: Iam): ListInstanceProfilesForRoleResponse => {
      iam.roles.get(input.RoleName);
      return { InstanceProfiles: [], IsTruncated: false };
    },
  ),
};

/** Source: IAM API Reference, CreateRole, MaxSessionDuration. */
function checkSessionDuration(seconds: number): void {
  if (seconds < 3600) {
    throw validationError(
      String(seconds),
      "maxSessionDuration",
      "Member must have value greater than or equal to 3600",
    );
  }
  if (seconds > 43200) {
    throw validationError(
      String(seconds),
      "maxSessionDuration",
      "Member must have value less than or equal to 43200",
    );
  }
}

function checkBoundary(iam: Iam, arn: string): void {
  if (!isAwsManagedPolicy(arn) && !iam.policies.find(arn)) {
    throw noSuchEntity(`Scope ARN: ${arn} does not exist or is not attachable.`);
  }
}
