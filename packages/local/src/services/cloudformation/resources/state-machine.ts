import {
  CreateStateMachine$,
  UpdateStateMachine$,
  type CreateStateMachineInput,
  type CreateStateMachineOutput,
  type DeleteStateMachineInput,
  type DescribeStateMachineInput,
  type DescribeStateMachineOutput,
  type TagResourceInput,
  type UntagResourceInput,
  type UpdateStateMachineInput,
  type UpdateStateMachineOutput,
} from "@aws-sdk/client-sfn";

import { isJsonObject, type JsonObject } from "../json.ts";
import { compareTags, mergeTags } from "./merge-tags.ts";
import { chooseName } from "./physical-id.ts";
import type { ResourceProvider } from "./provider.ts";
import { isNotFound, ResourceFailure } from "./resource-failure.ts";
import type { ResourceServices } from "./resource-services.ts";
import { toApiInput } from "./to-api-input.ts";

/** A state machine; its physical id is its ARN. Source: CloudFormation Template Reference, AWS::StepFunctions::StateMachine. */
export function createStateMachine({ call, context }: ResourceServices): ResourceProvider {
  const describe = (stateMachineArn: string) =>
    call<DescribeStateMachineInput, DescribeStateMachineOutput>("states", "DescribeStateMachine", {
      stateMachineArn,
    });
  return {
    type: "AWS::StepFunctions::StateMachine",
    properties: {
      Definition: "update",
      DefinitionString: "update",
      DefinitionSubstitutions: "update",
      EncryptionConfiguration: "update",
      LoggingConfiguration: "update",
      RoleArn: "update",
      StateMachineName: "replace",
      StateMachineType: "replace",
      Tags: "update",
      TracingConfiguration: "update",
    },
    required: ["RoleArn"],
    attributes: ["Arn", "Name", "StateMachineRevisionId"],
    taggable: true,
    nameProperty: "StateMachineName",
    choosePhysicalId(request) {
      const name =
        request.properties["StateMachineName"] ?? chooseName(request, context.createId, { maxLength: 80 });
      return `arn:aws:states:${context.region}:${context.accountId}:stateMachine:${String(name)}`;
    },

    async create({ physicalId: arn = "", properties, tags, resumed, begunAt, initiated }) {
      const created = await createdAt(describe, arn);
      if (created !== undefined && !(resumed && created >= begunAt)) {
        // CreateStateMachine succeeds for a machine that is the same; it would then belong to two owners.
        throw new ResourceFailure(
          `Resource of type 'AWS::StepFunctions::StateMachine' with identifier '${arn}' already exists.`,
          "AlreadyExists",
        );
      }
      const name = arn.slice(arn.lastIndexOf(":") + 1);
      const { StateMachineType } = properties;
      if (created === undefined) {
        await call<CreateStateMachineInput, CreateStateMachineOutput>("states", "CreateStateMachine", {
          ...toApiInput<CreateStateMachineInput>(CreateStateMachine$, {
            ...toSettings(properties),
            Name: name,
            ...(StateMachineType === undefined ? {} : { Type: StateMachineType }),
          }),
          tags: Object.entries(mergeTags({ tags, properties })).map(([key, value]) => ({ key, value })),
        });
      }
      initiated(arn);
      // Source: Step Functions API Reference, DescribeStateMachine: a machine that was never updated has no revision id.
      return { Arn: arn, Name: name, StateMachineRevisionId: "INITIAL" };
    },

    async update({ physicalId, properties, tags, previousProperties, previousTags, attributes }) {
      const { revisionId } = await call<UpdateStateMachineInput, UpdateStateMachineOutput>(
        "states",
        "UpdateStateMachine",
        toApiInput(UpdateStateMachine$, { ...toSettings(properties), StateMachineArn: physicalId }),
      );
      const { set, removed } = compareTags(
        mergeTags({ tags: previousTags, properties: previousProperties }),
        mergeTags({ tags, properties }),
      );
      if (Object.keys(set).length > 0) {
        await call<TagResourceInput, object>("states", "TagResource", {
          resourceArn: physicalId,
          tags: Object.entries(set).map(([key, value]) => ({ key, value })),
        });
      }
      if (removed.length > 0) {
        await call<UntagResourceInput, object>("states", "UntagResource", {
          resourceArn: physicalId,
          tagKeys: removed,
        });
      }
      return { ...attributes, ...(revisionId === undefined ? {} : { StateMachineRevisionId: revisionId }) };
    },

    async delete({ physicalId }) {
      await call<DeleteStateMachineInput, object>("states", "DeleteStateMachine", {
        stateMachineArn: physicalId,
      });
    },
  };
}

async function createdAt(
  describe: (arn: string) => Promise<DescribeStateMachineOutput>,
  arn: string,
): Promise<number | undefined> {
  try {
    const { creationDate, status } = await describe(arn);
    return status === "DELETING" ? undefined : (creationDate?.getTime() ?? 0);
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

/** What creation and update have in common. */
function toSettings(properties: JsonObject): JsonObject {
  const { EncryptionConfiguration, LoggingConfiguration, RoleArn = "", TracingConfiguration } = properties;
  return {
    Definition: toDefinition(properties),
    RoleArn,
    ...(EncryptionConfiguration === undefined ? {} : { EncryptionConfiguration }),
    ...(LoggingConfiguration === undefined ? {} : { LoggingConfiguration }),
    ...(TracingConfiguration === undefined ? {} : { TracingConfiguration }),
  };
}

/** The definition as text, `${name}` replaced by what `DefinitionSubstitutions` has for it. */
function toDefinition({ Definition, DefinitionString, DefinitionSubstitutions }: JsonObject): string {
  if (Definition === undefined && DefinitionString === undefined) {
    throw new ResourceFailure("Property DefinitionString cannot be empty.", "InvalidRequest");
  }
  const text = Definition === undefined ? String(DefinitionString) : JSON.stringify(Definition);
  const substitutions = isJsonObject(DefinitionSubstitutions) ? DefinitionSubstitutions : {};
  return text.replace(/\$\{(\w+)\}/g, (whole, name: string) =>
    Object.hasOwn(substitutions, name) ? String(substitutions[name]) : whole,
  );
}
