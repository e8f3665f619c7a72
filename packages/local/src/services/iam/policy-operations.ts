import {
  CreatePolicy$,
  CreatePolicyVersion$,
  DeletePolicy$,
  DeletePolicyVersion$,
  GetPolicy$,
  GetPolicyVersion$,
  ListEntitiesForPolicy$,
  ListPolicies$,
  ListPolicyVersions$,
  SetDefaultPolicyVersion$,
  type CreatePolicyRequest,
  type CreatePolicyResponse,
  type CreatePolicyVersionRequest,
  type CreatePolicyVersionResponse,
  type DeletePolicyRequest,
  type DeletePolicyVersionRequest,
  type GetPolicyRequest,
  type GetPolicyResponse,
  type GetPolicyVersionRequest,
  type GetPolicyVersionResponse,
  type ListEntitiesForPolicyRequest,
  type ListEntitiesForPolicyResponse,
  type ListPoliciesRequest,
  type ListPoliciesResponse,
  type ListPolicyVersionsRequest,
  type ListPolicyVersionsResponse,
  type PolicyVersion,
  type SetDefaultPolicyVersionRequest,
} from "@aws-sdk/client-iam";

import { operation } from "../../protocol/service.ts";
import { pageOf } from "../page-of.ts";
import { checkName, checkPolicyDocument, checkTags, parsePath } from "./check-input.ts";
import {
  deleteConflict,
  entityAlreadyExists,
  limitExceeded,
  noSuchEntity,
  validationError,
} from "./errors.ts";
import { createUniqueId, type Iam } from "./iam.ts";
import { toPolicy, type PolicyRecord, type PolicyVersionRecord } from "./policies.ts";

/** Source: IAM User Guide, "IAM and AWS STS quotas". */
const maxVersions = 5;

/** Customer managed policies. AWS's own can be attached, not read: the engine does not have their documents. */
export const policyOperations = {
  // Source: IAM API Reference, CreatePolicy
  CreatePolicy: operation(CreatePolicy$, (input: CreatePolicyRequest, iam: Iam): CreatePolicyResponse => {
    const { PolicyName: policyName = "", PolicyDocument: document = "" } = input;
    checkName(policyName, "policyName", 128);
    const path = parsePath(input.Path);
    checkPolicyDocument(document, "permissions");
    const now = iam.context.clock.now();
    const policy: PolicyRecord = {
      policyName,
      policyId: createUniqueId(iam, "ANPA"),
      arn: `arn:aws:iam::${iam.context.accountId}:policy${path}${policyName}`,
      path,
      createdAt: now,
      updatedAt: now,
      ...(input.Description === undefined ? {} : { description: input.Description }),
      defaultVersionId: "v1",
      lastVersion: 1,
      versions: [{ versionId: "v1", document, createdAt: now }],
      tags: checkTags(input.Tags),
    };
    // Names of policies are unique in the account, whatever their paths.
    if (iam.policies.list().some((other) => other.policyName.toLowerCase() === policyName.toLowerCase())) {
      throw entityAlreadyExists(
        `A policy called ${policyName} already exists. Duplicate names are not allowed.`,
      );
    }
    iam.policies.save(policy);
    return { Policy: toPolicy(policy, 0) };
  }),

  // Source: IAM API Reference, GetPolicy
  GetPolicy: operation(GetPolicy$, (input: GetPolicyRequest, iam: Iam): GetPolicyResponse => {
    const policy = iam.policies.get(input.PolicyArn);
    return { Policy: toPolicy(policy, listHolders(iam, policy.arn).length) };
  }),

  // Source: IAM API Reference, ListPolicies
  ListPolicies: operation(ListPolicies$, (input: ListPoliciesRequest, iam: Iam): ListPoliciesResponse => {
    const prefix = input.PathPrefix ?? "/";
    const all = input.Scope === "AWS" ? [] : iam.policies.list();
    const wanted = all
      .map((policy) => toPolicy(policy, listHolders(iam, policy.arn).length))
      .filter(({ Path }) => Path?.startsWith(prefix))
      .filter(({ AttachmentCount }) => !input.OnlyAttached || AttachmentCount !== 0);
    const { items, nextToken } = pageOf(wanted, {
      keyOf: ({ Arn }) => Arn ?? "",
      limit: input.MaxItems ?? 100,
      token: input.Marker,
      invalidToken: () =>
        validationError(input.Marker ?? "", "marker", "Marker must be one that was returned"),
    });
    return {
      Policies: [...items],
      IsTruncated: nextToken !== undefined,
      ...(nextToken === undefined ? {} : { Marker: nextToken }),
    };
  }),

  // Source: IAM API Reference, DeletePolicy
  DeletePolicy: operation(DeletePolicy$, (input: DeletePolicyRequest, iam: Iam) => {
    const policy = iam.policies.get(input.PolicyArn);
    if (listHolders(iam, policy.arn).length > 0) {
      throw deleteConflict("Cannot delete a policy attached to entities.");
    }
    if (policy.versions.length > 1) {
      throw deleteConflict(
        "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy.",
      );
    }
    iam.policies.remove(policy.arn);
    return {};
  }),

  // Source: IAM API Reference, CreatePolicyVersion
  CreatePolicyVersion: operation(
    CreatePolicyVersion$,
    (input: CreatePolicyVersionRequest, iam: Iam): CreatePolicyVersionResponse => {
      const policy = iam.policies.get(input.PolicyArn);
      const document = input.PolicyDocument ?? "";
      checkPolicyDocument(document, "permissions");
      if (policy.versions.length >= maxVersions) {
        throw limitExceeded(
          "A managed policy can have up to 5 versions. Before you create a new version, you must delete an existing version.",
        );
      }
      const now = iam.context.clock.now();
      const lastVersion = policy.lastVersion + 1;
      const version = { versionId: `v${lastVersion}`, document, createdAt: now };
      const next: PolicyRecord = {
        ...policy,
        lastVersion,
        updatedAt: now,
        versions: [...policy.versions, version],
        defaultVersionId: input.SetAsDefault ? version.versionId : policy.defaultVersionId,
      };
      iam.policies.save(next);
      const { Document: _, ...answer } = toVersion(next, version);
      return { PolicyVersion: answer };
    },
  ),

  // Source: IAM API Reference, GetPolicyVersion
  GetPolicyVersion: operation(
    GetPolicyVersion$,
    (input: GetPolicyVersionRequest, iam: Iam): GetPolicyVersionResponse => {
      const policy = iam.policies.get(input.PolicyArn);
      return { PolicyVersion: toVersion(policy, findVersion(policy, input.VersionId)) };
    },
  ),

  // Source: IAM API Reference, ListPolicyVersions
  ListPolicyVersions: operation(
    ListPolicyVersions$,
    (input: ListPolicyVersionsRequest, iam: Iam): ListPolicyVersionsResponse => {
      const policy = iam.policies.get(input.PolicyArn);
      return {
        Versions: policy.versions.toReversed().map((version) => {
          const { Document: _, ...answer } = toVersion(policy, version);
          return answer;
        }),
        IsTruncated: false,
      };
    },
  ),

  // Source: IAM API Reference, SetDefaultPolicyVersion
  SetDefaultPolicyVersion: operation(
    SetDefaultPolicyVersion$,
    (input: SetDefaultPolicyVersionRequest, iam: Iam) => {
      const policy = iam.policies.get(input.PolicyArn);
      const { versionId } = findVersion(policy, input.VersionId);
      iam.policies.save({ ...policy, defaultVersionId: versionId, updatedAt: iam.context.clock.now() });
      return {};
    },
  ),

  // Source: IAM API Reference, DeletePolicyVersion
  DeletePolicyVersion: operation(DeletePolicyVersion$, (input: DeletePolicyVersionRequest, iam: Iam) => {
    const policy = iam.policies.get(input.PolicyArn);
    const { versionId } = findVersion(policy, input.VersionId);
    if (versionId === policy.defaultVersionId) {
      throw deleteConflict("Cannot delete the default version of a policy.");
    }
    iam.policies.save({
      ...policy,
      versions: policy.versions.filter((version) => version.versionId !== versionId),
    });
    return {};
  }),

  // Source: IAM API Reference, ListEntitiesForPolicy
  ListEntitiesForPolicy: operation(
    ListEntitiesForPolicy$,
    (input: ListEntitiesForPolicyRequest, iam: Iam): ListEntitiesForPolicyResponse => ({
      PolicyGroups: [],
      PolicyUsers: [],
      PolicyRoles: listHolders(iam, input.PolicyArn ?? "").map(({ roleName, roleId }) => ({
        RoleName: roleName,
        RoleId: roleId,
      })),
      IsTruncated: false,
    }),
  ),
};

function listHolders(iam: Iam, policyArn: string) {
  return iam.roles.list().filter(({ attachedPolicies }) => attachedPolicies.includes(policyArn));
}

function findVersion(policy: PolicyRecord, versionId: string | undefined): PolicyVersionRecord {
  const version = policy.versions.find((other) => other.versionId === versionId);
  if (!version) {
    throw noSuchEntity(
      `Policy ${policy.arn} version ${versionId ?? ""} does not exist or is not attachable.`,
    );
  }
  return version;
}

function toVersion(policy: PolicyRecord, version: PolicyVersionRecord): PolicyVersion {
  return {
    Document: encodeURIComponent(version.document),
    VersionId: version.versionId,
    IsDefaultVersion: version.versionId === policy.defaultVersionId,
    CreateDate: new Date(version.createdAt),
  };
}
