import type {
  DeleteStateMachineVersionInput,
  PublishStateMachineVersionInput,
  PublishStateMachineVersionOutput,
} from "@aws-sdk/client-sfn";

import type { ResourceProvider } from "./provider.ts";
import type { ResourceServices } from "./resource-services.ts";

/**
 * A version; its ARN is Step Functions' choice. Publishing the same revision again gives the same version, so an attempt
 * that was interrupted is repeated. Source: CloudFormation Template Reference, AWS::StepFunctions::StateMachineVersion.
 */
export function createStateMachineVersion({ call }: ResourceServices): ResourceProvider {
  return {
    type: "AWS::StepFunctions::StateMachineVersion",
    properties: { Description: "replace", StateMachineArn: "replace", StateMachineRevisionId: "replace" },
    required: ["StateMachineArn"],
    attributes: ["Arn"],
    async create({ properties, initiated }) {
      const { Description, StateMachineArn, StateMachineRevisionId } = properties;
      const { stateMachineVersionArn: arn = "" } = await call<
        PublishStateMachineVersionInput,
        PublishStateMachineVersionOutput
      >("states", "PublishStateMachineVersion", {
        stateMachineArn: String(StateMachineArn),
        ...(Description === undefined ? {} : { description: String(Description) }),
        ...(StateMachineRevisionId === undefined ? {} : { revisionId: String(StateMachineRevisionId) }),
      });
      initiated(arn);
      return { Arn: arn };
    },
    async delete({ physicalId }) {
      await call<DeleteStateMachineVersionInput, object>("states", "DeleteStateMachineVersion", {
        stateMachineVersionArn: physicalId,
      });
    },
  };
}
