import { isDeepStrictEqual } from "node:util";

import {
  CreateStateMachine$,
  type CreateStateMachineInput,
  type CreateStateMachineOutput,
  DeleteStateMachine$,
  type DeleteStateMachineInput,
  DescribeStateMachine$,
  type DescribeStateMachineInput,
  type DescribeStateMachineOutput,
  ListStateMachines$,
  type ListStateMachinesInput,
  type ListStateMachinesOutput,
  UpdateStateMachine$,
  type UpdateStateMachineInput,
  type UpdateStateMachineOutput,
} from "@aws-sdk/client-sfn";

import { operation, type OperationTable } from "../../../protocol/service.ts";
import { parseStateMachineArn, toStateMachineArn } from "../arns.ts";
import { checkLength, checkName } from "../constraints.ts";
import type { StepFunctionsDeps } from "../deps.ts";
import {
  invalidArn,
  missingRequiredParameter,
  stateMachineAlreadyExists,
  stateMachineDoesNotExist,
  validation,
} from "../errors.ts";
import { checkEnumeration } from "../enumerations.ts";
import { completeEncryption } from "../encryption.ts";
import { readPage } from "../paging.ts";
import { checkDefinition } from "./check-definition.ts";
import { checkLogging, completeLogging } from "./check-logging.ts";
import { toVariableReferences } from "./variable-references.ts";
import { publishVersion, toVersionArn } from "./publish-version.ts";
import { checkRoleArn } from "./role-arn.ts";
import type { StateMachineConfiguration, StateMachineRecord } from "./state-machine-store.ts";
import { chooseRevision } from "./choose-revision.ts";
import { putTags } from "../tags/tag-operations.ts";

export const stateMachineOperations: OperationTable<StepFunctionsDeps> = {
  CreateStateMachine: operation(
    CreateStateMachine$,
    async (input: CreateStateMachineInput, deps: StepFunctionsDeps): Promise<CreateStateMachineOutput> => {
      const { stateMachines, context } = deps;
      const { name = "", definition = "", roleArn = "", type = "STANDARD", publish = false } = input;
      checkName(name);
      checkEnumeration(type, "type");
      checkVersionDescription(publish, input.versionDescription);
      checkDefinition(definition, type);
      checkRoleArn(roleArn);
      await checkLogging(input.loggingConfiguration, context.call);
      const configuration = toConfiguration(input);
      const arn = toStateMachineArn(context, name);

      return context.store.transaction(() => {
        const existing = stateMachines.find(arn);
        if (!existing) {
          const at = context.clock.now();
          stateMachines.insert(
            { arn, name, type, nextVersion: 1, createdAt: at },
            { revisionId: undefined, definition, roleArn, configuration, updatedAt: at },
          );
          putTags(arn, input.tags ?? [], deps);
        } else if (!isSame(existing, { type, definition, configuration })) {
          throw stateMachineAlreadyExists(arn);
        }
        const stateMachine = getStateMachine(arn, deps);
        const response = { stateMachineArn: arn, creationDate: new Date(stateMachine.createdAt) };
        if (!publish) return response;
        const version = publishVersion(stateMachine, input.versionDescription, deps);
        // Source: Step Functions API Reference, CreateStateMachine: the description counts when calls are compared.
        if (version.description !== input.versionDescription) throw stateMachineAlreadyExists(arn);
        return { ...response, stateMachineVersionArn: toVersionArn(version) };
      });
    },
  ),

  UpdateStateMachine: operation(
    UpdateStateMachine$,
    async (input: UpdateStateMachineInput, deps: StepFunctionsDeps): Promise<UpdateStateMachineOutput> => {
      const { stateMachines, context } = deps;
      const { arn, stateMachineArn } = parseStateMachineArn(input.stateMachineArn);
      const found = stateMachines.find(stateMachineArn);
      if (!found || arn !== stateMachineArn) throw stateMachineDoesNotExist(arn);
      const { definition, roleArn, publish = false, versionDescription } = input;
      checkVersionDescription(publish, versionDescription);
      const { loggingConfiguration, tracingConfiguration, encryptionConfiguration } = input;
      if (
        [definition, roleArn, loggingConfiguration, tracingConfiguration, encryptionConfiguration].every(
          (given) => given === undefined,
        )
      ) {
        throw missingRequiredParameter(
          "Either the definition, the role ARN, the LoggingConfiguration, or the TracingConfiguration must be specified",
        );
      }
      if (definition !== undefined) checkDefinition(definition, found.type);
      if (roleArn !== undefined) checkRoleArn(roleArn);
      await checkLogging(loggingConfiguration, context.call);

      return context.store.transaction(() => {
        const { revision } = getStateMachine(stateMachineArn, deps);
        const updatedAt = context.clock.now();
        const next = {
          definition: definition ?? revision.definition,
          roleArn: roleArn ?? revision.roleArn,
          configuration: { ...revision.configuration, ...given(input) },
        };
        const changed = !isDeepStrictEqual(next, {
          definition: revision.definition,
          roleArn: revision.roleArn,
          configuration: revision.configuration,
        });
        // Recorded on AWS: an update that changes nothing makes no revision.
        if (changed) {
          stateMachines.revise(stateMachineArn, { ...next, revisionId: context.createId(), updatedAt });
        }
        const stateMachine = getStateMachine(stateMachineArn, deps);
        const { revisionId } = stateMachine.revision;
        return {
          updateDate: new Date(updatedAt),
          ...(revisionId !== undefined && { revisionId }),
          ...(publish && {
            stateMachineVersionArn: toVersionArn(publishVersion(stateMachine, versionDescription, deps)),
          }),
        };
      });
    },
  ),

  DescribeStateMachine: operation(
    DescribeStateMachine$,
    (input: DescribeStateMachineInput, deps: StepFunctionsDeps): DescribeStateMachineOutput => {
      checkEnumeration(input.includedData, "includedData");
      const reference = parseStateMachineArn(input.stateMachineArn);
      const { stateMachine, revision, version } = chooseRevision(reference, deps);
      const { definition, roleArn, revisionId, configuration } = revision;
      return {
        stateMachineArn: reference.arn,
        name: stateMachine.name,
        status: "ACTIVE",
        definition,
        roleArn,
        type: stateMachine.type,
        creationDate: new Date(version?.createdAt ?? stateMachine.createdAt),
        ...configuration,
        ...toVariableReferences(definition),
        ...(revisionId !== undefined && { revisionId }),
        ...(version?.description !== undefined && { description: version.description }),
      };
    },
  ),

  ListStateMachines: operation(
    ListStateMachines$,
    (input: ListStateMachinesInput, { stateMachines }: StepFunctionsDeps): ListStateMachinesOutput => {
      const { items, nextToken } = readPage(
        input,
        (after = "", limit) => stateMachines.list(after, limit),
        ({ name }) => name,
      );
      return {
        stateMachines: items.map(({ arn, name, type, createdAt }) => ({
          stateMachineArn: arn,
          name,
          type,
          creationDate: new Date(createdAt),
        })),
        nextToken,
      };
    },
  ),

  // On AWS running executions end at their next transition and the state machine goes then; here both happen at once.
  DeleteStateMachine: operation(
    DeleteStateMachine$,
    async (input: DeleteStateMachineInput, deps: StepFunctionsDeps) => {
      const { stateMachines, executions, tags, runner, context } = deps;
      const { arn, stateMachineArn } = parseStateMachineArn(input.stateMachineArn);
      if (arn !== stateMachineArn) throw invalidArn(arn);
      const running = executions
        .listRunning(stateMachineArn)
        .flatMap((execution) => runner.find(execution.arn) ?? []);
      const stopped = running.map((run) =>
        runner.progress(run, (execution) => execution.stop(undefined, undefined)),
      );
      // Without a pause, in which another execution could start.
      executions.flush();
      context.store.transaction(() => {
        executions.forgetEndedTasks(stateMachineArn);
        stateMachines.remove(stateMachineArn);
        tags.removeAll(stateMachineArn);
      });
      await Promise.all(stopped);
      return {};
    },
  ),
};

/** Throws StateMachineDoesNotExist. */
function getStateMachine(arn: string, { stateMachines }: StepFunctionsDeps): StateMachineRecord {
  const stateMachine = stateMachines.find(arn);
  if (!stateMachine) throw stateMachineDoesNotExist(arn);
  return stateMachine;
}

/** Source: Step Functions API Reference, CreateStateMachine: the role and the tags do not count when calls are compared. */
function isSame(
  { type, revision }: StateMachineRecord,
  other: { type: string; definition: string; configuration: StateMachineConfiguration },
): boolean {
  return (
    type === other.type &&
    revision.definition === other.definition &&
    isDeepStrictEqual(revision.configuration, other.configuration)
  );
}

type ConfigurationInput = Pick<
  CreateStateMachineInput,
  "loggingConfiguration" | "tracingConfiguration" | "encryptionConfiguration"
>;

const toConfiguration = (input: ConfigurationInput): StateMachineConfiguration => ({
  loggingConfiguration: completeLogging(input.loggingConfiguration),
  tracingConfiguration: { enabled: input.tracingConfiguration?.enabled ?? false },
  encryptionConfiguration: completeEncryption(input.encryptionConfiguration),
});

/** Only what the caller named. */
function given(input: ConfigurationInput): Partial<StateMachineConfiguration> {
  const all = toConfiguration(input);
  return {
    ...(input.loggingConfiguration && { loggingConfiguration: all.loggingConfiguration }),
    ...(input.tracingConfiguration && { tracingConfiguration: all.tracingConfiguration }),
    ...(input.encryptionConfiguration && { encryptionConfiguration: all.encryptionConfiguration }),
  };
}

/** Recorded on AWS: CreateStateMachine with a description and without publish. */
function checkVersionDescription(publish: boolean, description: string | undefined): void {
  checkLength(description, "versionDescription", { max: 256 });
  if (!publish && description !== undefined) {
    throw validation("Version description can only be set when publish is true");
  }
}
