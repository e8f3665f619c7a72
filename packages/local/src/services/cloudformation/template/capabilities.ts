import { insufficientCapabilities } from "../errors.ts";
import type { Template } from "./template.ts";

/** IAM types whose creation must be acknowledged, and the property that gives them a name of one's own. */
const iamTypes: Readonly<Record<string, string | undefined>> = {
  "AWS::IAM::AccessKey": undefined,
  "AWS::IAM::Group": "GroupName",
  "AWS::IAM::InstanceProfile": "InstanceProfileName",
  "AWS::IAM::ManagedPolicy": "ManagedPolicyName",
  "AWS::IAM::Policy": undefined,
  "AWS::IAM::Role": "RoleName",
  "AWS::IAM::User": "UserName",
  "AWS::IAM::UserToGroupAddition": undefined,
};

export type IamCapability = "CAPABILITY_IAM" | "CAPABILITY_NAMED_IAM";

/** The capability that the template needs, and the types that need it. Source: CloudFormation API Reference, CreateStack, Capabilities. */
export function requiredCapability(
  template: Template,
): { capability: IamCapability; types: string[] } | undefined {
  const iam = [...template.resources.values()].filter(({ type }) => Object.hasOwn(iamTypes, type));
  if (iam.length === 0) return undefined;
  const named = iam.some(({ type, properties }) => {
    const nameProperty = iamTypes[type];
    return nameProperty !== undefined && properties[nameProperty] !== undefined;
  });
  return {
    capability: named ? "CAPABILITY_NAMED_IAM" : "CAPABILITY_IAM",
    types: [...new Set(iam.map(({ type }) => type))],
  };
}

/** Throws InsufficientCapabilitiesException; naming IAM resources includes creating them. */
export function checkCapabilities(template: Template, given: readonly string[]): void {
  const required = requiredCapability(template);
  if (!required) return;
  const enough =
    given.includes("CAPABILITY_NAMED_IAM") ||
    (required.capability === "CAPABILITY_IAM" && given.includes("CAPABILITY_IAM"));
  if (!enough) throw insufficientCapabilities(required.capability);
}
