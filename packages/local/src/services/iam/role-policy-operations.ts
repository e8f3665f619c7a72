import {
  AttachRolePolicy$,
  DeleteRolePolicy$,
  DetachRolePolicy$,
  GetRolePolicy$,
  ListAttachedRolePolicies$,
  ListRolePolicies$,
  PutRolePolicy$,
  type AttachRolePolicyRequest,
  type DeleteRolePolicyRequest,
  type DetachRolePolicyRequest,
  type GetRolePolicyRequest,
  type GetRolePolicyResponse,
  type ListAttachedRolePoliciesRequest,
  type ListAttachedRolePoliciesResponse,
  type ListRolePoliciesRequest,
  type ListRolePoliciesResponse,
  type PutRolePolicyRequest,
} from "@aws-sdk/client-iam";

import { operation } from "../../protocol/service.ts";
import { checkName, checkPolicyDocument } from "./check-input.ts";
import { noSuchEntity } from "./errors.ts";
import { isAwsManagedPolicy, type Iam } from "./iam.ts";

/** The policies of roles: inline ones, and attached managed ones. */
export const rolePolicyOperations = {
  // Source: IAM API Reference, PutRolePolicy
  PutRolePolicy: operation(PutRolePolicy$, (input: PutRolePolicyRequest, iam: Iam) => {
    const { PolicyName: policyName = "", PolicyDocument: document = "" } = input;
    const role = iam.roles.get(input.RoleName);
    checkName(policyName, "policyName", 128);
    checkPolicyDocument(document, "permissions");
    iam.roles.save({ ...role, inlinePolicies: { ...role.inlinePolicies, [policyName]: document } });
    return {};
  }),

  // Source: IAM API Reference, GetRolePolicy
  GetRolePolicy: operation(GetRolePolicy$, (input: GetRolePolicyRequest, iam: Iam): GetRolePolicyResponse => {
    const role = iam.roles.get(input.RoleName);
    const policyName = input.PolicyName ?? "";
    const document = Object.hasOwn(role.inlinePolicies, policyName)
      ? role.inlinePolicies[policyName]
      : undefined;
    if (document === undefined) throw noSuchRolePolicy(input.PolicyName);
    return {
      RoleName: role.roleName,
      PolicyName: input.PolicyName ?? "",
      PolicyDocument: encodeURIComponent(document),
    };
  }),

  // Source: IAM API Reference, DeleteRolePolicy
  DeleteRolePolicy: operation(DeleteRolePolicy$, (input: DeleteRolePolicyRequest, iam: Iam) => {
    const role = iam.roles.get(input.RoleName);
    const policyName = input.PolicyName ?? "";
    if (!Object.hasOwn(role.inlinePolicies, policyName)) throw noSuchRolePolicy(policyName);
    const { [policyName]: _, ...rest } = role.inlinePolicies;
    iam.roles.save({ ...role, inlinePolicies: rest });
    return {};
  }),

  // Source: IAM API Reference, ListRolePolicies
  ListRolePolicies: operation(
    ListRolePolicies$,
    (input: ListRolePoliciesRequest, iam: Iam): ListRolePoliciesResponse => ({
      PolicyNames: Object.keys(iam.roles.get(input.RoleName).inlinePolicies).sort(),
      IsTruncated: false,
    }),
  ),

  // Source: IAM API Reference, AttachRolePolicy. Attaching again is no error.
  AttachRolePolicy: operation(AttachRolePolicy$, (input: AttachRolePolicyRequest, iam: Iam) => {
    const role = iam.roles.get(input.RoleName);
    const arn = input.PolicyArn ?? "";
    if (!isAwsManagedPolicy(arn) && !iam.policies.find(arn)) {
      throw noSuchEntity(`Policy ${arn} does not exist or is not attachable.`);
    }
    iam.roles.save({ ...role, attachedPolicies: [...new Set([...role.attachedPolicies, arn])] });
    return {};
  }),

  // Source: IAM API Reference, DetachRolePolicy
  DetachRolePolicy: operation(DetachRolePolicy$, (input: DetachRolePolicyRequest, iam: Iam) => {
    const role = iam.roles.get(input.RoleName);
    const arn = input.PolicyArn ?? "";
    if (!role.attachedPolicies.includes(arn)) throw noSuchEntity(`Policy ${arn} was not found.`);
    iam.roles.save({
      ...role,
      attachedPolicies: role.attachedPolicies.filter((attached) => attached !== arn),
    });
    return {};
  }),

  // Source: IAM API Reference, ListAttachedRolePolicies
  ListAttachedRolePolicies: operation(
    ListAttachedRolePolicies$,
    (input: ListAttachedRolePoliciesRequest, iam: Iam): ListAttachedRolePoliciesResponse => ({
      AttachedPolicies: iam.roles.get(input.RoleName).attachedPolicies.map((arn) => ({
        PolicyName: arn.slice(arn.lastIndexOf("/") + 1),
        PolicyArn: arn,
      })),
      IsTruncated: false,
    }),
  ),
};

function noSuchRolePolicy(policyName: string | undefined) {
  return noSuchEntity(`The role policy with name ${policyName ?? ""} cannot be found.`);
}
