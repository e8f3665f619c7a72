import {
  CreateStateMachineAlias$,
  UpdateStateMachineAlias$,
  type CreateStateMachineAliasInput,
  type DeleteStateMachineAliasInput,
  type UpdateStateMachineAliasInput,
} from "@aws-sdk/client-sfn";

import { isJsonObject, type JsonObject } from "../json.ts";
import { chooseName } from "./physical-id.ts";
import type { ResourceProvider } from "./provider.ts";
import type { ResourceServices } from "./resource-services.ts";
import { toApiInput } from "./to-api-input.ts";

/**
 * An alias with its routing; gradual deployment (`DeploymentPreference`) is not done. Creating the same alias again is no
 * error in Step Functions. Source: CloudFormation Template Reference, AWS::StepFunctions::StateMachineAlias.
 */
export function createStateMachineAlias({ call, context }: ResourceServices): ResourceProvider {
  return {
    type: "AWS::StepFunctions::StateMachineAlias",
    properties: { Description: "update", Name: "replace", RoutingConfiguration: "update" },
    required: ["RoutingConfiguration"],
    attributes: ["Arn"],
    nameProperty: "Name",
    choosePhysicalId(request) {
      const name = request.properties["Name"] ?? chooseName(request, context.createId, { maxLength: 80 });
      return `${stateMachineArnOf(request.properties)}:${String(name)}`;
    },
    async create({ physicalId: arn = "", properties, initiated }) {
      await call<CreateStateMachineAliasInput, object>(
        "states",
        "CreateStateMachineAlias",
        toApiInput(CreateStateMachineAlias$, { ...properties, Name: arn.slice(arn.lastIndexOf(":") + 1) }),
      );
      initiated(arn);
      return { Arn: arn };
    },
    async update({ physicalId, properties, attributes }) {
      const { Description, RoutingConfiguration = [] } = properties;
      await call<UpdateStateMachineAliasInput, object>(
        "states",
        "UpdateStateMachineAlias",
        toApiInput(UpdateStateMachineAlias$, {
          StateMachineAliasArn: physicalId,
          RoutingConfiguration,
          ...(Description === undefined ? {} : { Description }),
        }),
      );
      return attributes;
    },
    async delete({ physicalId }) {
      await call<DeleteStateMachineAliasInput, object>("states", "DeleteStateMachineAlias", {
        stateMachineAliasArn: physicalId,
      });
    },
  };
}

/** An alias belongs to the machine whose versions it routes to: a version's ARN is the machine's and a number. */
function stateMachineArnOf({ RoutingConfiguration }: JsonObject): string {
  const [first] = Array.isArray(RoutingConfiguration) ? RoutingConfiguration : [];
  const version = isJsonObject(first) ? String(first["StateMachineVersionArn"]) : "";
  return version.slice(0, version.lastIndexOf(":"));
}
