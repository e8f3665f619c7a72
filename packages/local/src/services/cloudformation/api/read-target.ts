import type { Parameter, Tag } from "@aws-sdk/client-cloudformation";

import type { CloudFormation } from "../cloud-formation.ts";
import { validationError } from "../errors.ts";
import type { StackTarget } from "../records/stack-record.ts";
import { checkCapabilities } from "../template/capabilities.ts";
import { checkTemplate } from "../template/check-template.ts";
import { resolveParameters } from "../template/parameters.ts";
import { readTemplateSource, type TemplateSource } from "./read-template-source.ts";

export interface TargetInput extends TemplateSource {
  Parameters?: Parameter[] | undefined;
  Capabilities?: string[] | undefined;
  Tags?: Tag[] | undefined;
  NotificationARNs?: string[] | undefined;
  RoleARN?: string | undefined;
}

/**
 * What a caller wants a stack to be, checked as far as it can be without doing it. `previous` is what the stack is;
 * what an update does not mention stays. Throws ValidationError and InsufficientCapabilitiesException.
 */
export async function readTarget(
  cf: CloudFormation,
  input: TargetInput,
  previous?: StackTarget,
): Promise<StackTarget> {
  const templateBody = await readTemplateSource(cf, input, previous?.templateBody);
  const template = cf.readTemplate(templateBody);
  checkTemplate(template, cf.providers);
  const parameters = resolveParameters(template, input.Parameters ?? [], previous?.parameters);
  checkCapabilities(template, input.Capabilities ?? []);
  const tags = input.Tags ?? previous?.tags ?? [];
  checkTags(tags);
  const roleArn = input.RoleARN ?? previous?.roleArn;
  return {
    templateBody,
    ...(template.description === undefined ? {} : { description: template.description }),
    parameters,
    noEcho: [...template.parameters].filter(([, { noEcho }]) => noEcho).map(([name]) => name),
    tags,
    capabilities: input.Capabilities ?? [],
    notificationArns: input.NotificationARNs ?? previous?.notificationArns ?? [],
    ...(roleArn === undefined ? {} : { roleArn }),
  };
}

/** Source: CloudFormation API Reference, Tag. */
function checkTags(tags: readonly Tag[]): void {
  if (tags.length > 50) throw validationError("Number of tags exceeds the limit of 50.");
  const seen = new Set<string>();
  for (const { Key = "" } of tags) {
    if (/^aws:/i.test(Key)) {
      throw validationError("aws: prefixed tag key names are not allowed for external use.");
    }
    if (seen.has(Key)) throw validationError(`Duplicate tag key found: ${Key}`);
    seen.add(Key);
  }
}
