import {
  GetTemplate$,
  GetTemplateSummary$,
  ValidateTemplate$,
  type GetTemplateInput,
  type GetTemplateOutput,
  type GetTemplateSummaryInput,
  type GetTemplateSummaryOutput,
  type ValidateTemplateInput,
  type ValidateTemplateOutput,
} from "@aws-sdk/client-cloudformation";

import { operation } from "../../../protocol/service.ts";
import type { CloudFormation } from "../cloud-formation.ts";
import { changeSetNotFound, stackWithIdDoesNotExist, validationError } from "../errors.ts";
import { requiredCapability } from "../template/capabilities.ts";
import { checkTemplate } from "../template/check-template.ts";
import type { Template } from "../template/template.ts";
import { findStack } from "./find-stack.ts";
import { readTemplateSource } from "./read-template-source.ts";

export const templateOperations = {
  // Source: CloudFormation API Reference, GetTemplate
  GetTemplate: operation(GetTemplate$, (input: GetTemplateInput, cf: CloudFormation): GetTemplateOutput => {
    const stages = { StagesAvailable: ["Original" as const, "Processed" as const] };
    const { StackName, ChangeSetName } = input;
    if (ChangeSetName !== undefined) {
      const stack = ChangeSetName.startsWith("arn:") ? undefined : findStack(cf, StackName);
      const changeSet = stack
        ? cf.changeSets.findByName(stack.stackId, ChangeSetName)
        : cf.changeSets.findById(ChangeSetName);
      if (!changeSet) throw changeSetNotFound(ChangeSetName);
      return { TemplateBody: changeSet.target.templateBody, ...stages };
    }
    if (StackName === undefined) {
      throw validationError("Either StackName or ChangeSetName must be specified.");
    }
    const { current } = findStack(cf, StackName);
    if (!current) throw stackWithIdDoesNotExist(StackName);
    return { TemplateBody: current.templateBody, ...stages };
  }),

  // Source: CloudFormation API Reference, GetTemplateSummary
  GetTemplateSummary: operation(
    GetTemplateSummary$,
    async (input: GetTemplateSummaryInput, cf: CloudFormation): Promise<GetTemplateSummaryOutput> => {
      const body =
        input.StackName === undefined
          ? await readTemplateSource(cf, input)
          : findStack(cf, input.StackName).current?.templateBody;
      if (body === undefined) throw stackWithIdDoesNotExist(input.StackName ?? "");
      const template = cf.readTemplate(body);
      checkTemplate(template, cf.providers);
      return {
        ...describe(template),
        Parameters: [...template.parameters].map(([name, declaration]) => ({
          ParameterKey: name,
          ParameterType: declaration.type,
          NoEcho: declaration.noEcho,
          ...(declaration.default === undefined ? {} : { DefaultValue: declaration.default }),
          ...(declaration.description === undefined ? {} : { Description: declaration.description }),
          ParameterConstraints: declaration.allowedValues
            ? { AllowedValues: [...declaration.allowedValues] }
            : {},
        })),
        ResourceTypes: [...new Set([...template.resources.values()].map(({ type }) => type))],
        ...(template.formatVersion === undefined ? {} : { Version: template.formatVersion }),
        ...(template.metadata ? { Metadata: JSON.stringify(template.metadata) } : {}),
      };
    },
  ),

  // Source: CloudFormation API Reference, ValidateTemplate
  ValidateTemplate: operation(
    ValidateTemplate$,
    async (input: ValidateTemplateInput, cf: CloudFormation): Promise<ValidateTemplateOutput> => {
      const template = cf.readTemplate(await readTemplateSource(cf, input));
      checkTemplate(template, cf.providers);
      return {
        ...describe(template),
        Parameters: [...template.parameters].map(([name, declaration]) => ({
          ParameterKey: name,
          NoEcho: declaration.noEcho,
          ...(declaration.default === undefined ? {} : { DefaultValue: declaration.default }),
          ...(declaration.description === undefined ? {} : { Description: declaration.description }),
        })),
      };
    },
  ),
};

function describe(template: Template) {
  const required = requiredCapability(template);
  return {
    ...(template.description === undefined ? {} : { Description: template.description }),
    ...(required
      ? {
          Capabilities: [required.capability],
          CapabilitiesReason: `The following resource(s) require capabilities: [${required.types.join(", ")}]`,
        }
      : {}),
  };
}
