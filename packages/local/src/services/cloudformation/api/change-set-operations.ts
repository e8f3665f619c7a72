import {
  CreateChangeSet$,
  DeleteChangeSet$,
  DescribeChangeSet$,
  ExecuteChangeSet$,
  ListChangeSets$,
  type ChangeSetSummary,
  type CreateChangeSetInput,
  type CreateChangeSetOutput,
  type DeleteChangeSetInput,
  type DeleteChangeSetOutput,
  type DescribeChangeSetInput,
  type DescribeChangeSetOutput,
  type ExecuteChangeSetInput,
  type ExecuteChangeSetOutput,
  type ListChangeSetsInput,
  type ListChangeSetsOutput,
} from "@aws-sdk/client-cloudformation";

import { operation } from "../../../protocol/service.ts";
import type { CloudFormation } from "../cloud-formation.ts";
import {
  alreadyExists,
  changeSetNotFound,
  constraintError,
  invalidChangeSetStatus,
  stackDoesNotExist,
  validationError,
} from "../errors.ts";
import type { ChangeSetRecord } from "../records/change-set-record.ts";
import type { StackRecord } from "../records/stack-record.ts";
import { beginCreation, beginUpdate, checkResourceTypes, checkUpdatable } from "../stacks/begin-operation.ts";
import { planChanges } from "../stacks/plan-changes.ts";
import { checkImports, planTarget } from "../stacks/plan-target.ts";
import { setStackStatus } from "../stacks/stack-status.ts";
import { toParameters } from "./describe-stack.ts";
import { checkStackName, findStack } from "./find-stack.ts";
import { insertStack } from "./insert-stack.ts";
import { readTarget } from "./read-target.ts";

const nothingChanges =
  "The submitted information didn't contain changes. Submit different information to create a change set.";

export const changeSetOperations = {
  // Source: CloudFormation API Reference, CreateChangeSet. The plan is made before the call returns.
  CreateChangeSet: operation(
    CreateChangeSet$,
    async (input: CreateChangeSetInput, cf: CloudFormation): Promise<CreateChangeSetOutput> => {
      const { StackName: nameOrId = "", ChangeSetName: name = "", ChangeSetType: type = "UPDATE" } = input;
      checkChangeSetName(name);
      if (type === "IMPORT" || input.ResourcesToImport) {
        throw validationError("Importing resources into a stack is not supported.");
      }
      const found = cf.stacks.find(nameOrId);
      const existing = found?.status === "DELETE_COMPLETE" ? undefined : found;
      if (existing && type === "CREATE" && existing.status !== "REVIEW_IN_PROGRESS") {
        throw validationError(
          `Stack [${nameOrId}] already exists and cannot be created again with the changeSet [${name}].`,
        );
      }
      if (type === "UPDATE") {
        if (!existing) throw stackDoesNotExist(nameOrId);
        checkUpdatable(existing);
      }
      const sameName = existing && cf.changeSets.findByName(existing.stackId, name);
      if (sameName && sameName.executionStatus !== "EXECUTE_COMPLETE") {
        throw alreadyExists(`ChangeSet ${name} already exists`);
      }
      if (!existing) checkStackName(nameOrId);
      const target = await readTarget(cf, input, type === "UPDATE" ? existing?.current : undefined);
      if (existing && type === "UPDATE") checkResourceTypes(cf, existing, target);

      return cf.context.store.transaction(() => {
        const stackId = existing?.stackId ?? reviewStack(cf, nameOrId);
        const stack = cf.stacks.get(stackId);
        // The aws client names change sets by the second, and stacks are faster here: one that was executed makes way.
        if (sameName) cf.changeSets.remove(sameName.changeSetId);
        const record: ChangeSetRecord = {
          changeSetId: `arn:aws:cloudformation:${cf.context.region}:${cf.context.accountId}:changeSet/${name}/${cf.context.createId()}`,
          name,
          stackId,
          stackName: stack.stackName,
          type,
          createdAt: cf.context.clock.now(),
          target,
          ...(input.Description === undefined ? {} : { description: input.Description }),
          ...(input.OnStackFailure === undefined ? {} : { onStackFailure: input.OnStackFailure }),
          ...planChangeSet(cf, stack, target),
        };
        cf.changeSets.save(record);
        return { Id: record.changeSetId, StackId: stackId };
      });
    },
  ),

  // Source: CloudFormation API Reference, DescribeChangeSet
  DescribeChangeSet: operation(
    DescribeChangeSet$,
    (input: DescribeChangeSetInput, cf: CloudFormation): DescribeChangeSetOutput => {
      const changeSet = findChangeSet(cf, input);
      const { target } = changeSet;
      return {
        ...summarize(changeSet),
        Parameters: toParameters(target),
        NotificationARNs: [...target.notificationArns],
        Capabilities: target.capabilities as DescribeChangeSetOutput["Capabilities"],
        Tags: [...target.tags],
        Changes: [...changeSet.changes],
        RollbackConfiguration: {},
        ...(changeSet.onStackFailure === undefined ? {} : { OnStackFailure: changeSet.onStackFailure }),
      };
    },
  ),

  // Source: CloudFormation API Reference, ListChangeSets
  ListChangeSets: operation(
    ListChangeSets$,
    (input: ListChangeSetsInput, cf: CloudFormation): ListChangeSetsOutput => {
      const { stackId } = findStack(cf, input.StackName, stackDoesNotExist);
      return { Summaries: cf.changeSets.list(stackId).map(summarize) };
    },
  ),

  // Source: CloudFormation API Reference, DeleteChangeSet
  DeleteChangeSet: operation(
    DeleteChangeSet$,
    (input: DeleteChangeSetInput, cf: CloudFormation): DeleteChangeSetOutput => {
      const nameOrId = input.ChangeSetName ?? "";
      if (nameOrId.startsWith("arn:")) {
        // Like AWS, by id the deletion may be repeated.
        cf.changeSets.remove(nameOrId);
        return {};
      }
      const { stackId } = findStack(cf, input.StackName, stackDoesNotExist);
      const changeSet = cf.changeSets.findByName(stackId, nameOrId);
      if (changeSet) cf.changeSets.remove(changeSet.changeSetId);
      return {};
    },
  ),

  // Source: CloudFormation API Reference, ExecuteChangeSet
  ExecuteChangeSet: operation(
    ExecuteChangeSet$,
    (input: ExecuteChangeSetInput, cf: CloudFormation): ExecuteChangeSetOutput => {
      const changeSet = findChangeSet(cf, input);
      const { changeSetId, stackId, target, type, executionStatus } = changeSet;
      if (executionStatus !== "AVAILABLE") {
        const status = changeSet.status === "FAILED" ? "FAILED" : executionStatus;
        throw invalidChangeSetStatus(
          `ChangeSet [${changeSetId}] cannot be executed in its current status of [${status}]`,
        );
      }
      const stack = cf.stacks.get(stackId);
      if (type === "UPDATE") checkUpdatable(stack);
      cf.context.store.transaction(() => {
        for (const other of cf.changeSets.list(stackId)) {
          // The others were planned against a stack that will be another.
          if (other.changeSetId !== changeSetId) cf.changeSets.remove(other.changeSetId);
        }
        cf.changeSets.save({ ...changeSet, executionStatus: "EXECUTE_COMPLETE" });
        cf.stacks.save({ ...stack, changeSetId });
        const onFailure = input.DisableRollback ? "DO_NOTHING" : (changeSet.onStackFailure ?? "ROLLBACK");
        const begin = type === "CREATE" ? beginCreation : beginUpdate;
        begin(cf, stackId, target, { onFailure, clientRequestToken: input.ClientRequestToken });
      });
      return {};
    },
  ),
};

function checkChangeSetName(name: string): void {
  if (!/^[a-zA-Z][-a-zA-Z0-9]{0,127}$/.test(name)) {
    throw constraintError(
      name,
      "changeSetName",
      "Member must satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*",
    );
  }
}

function reviewStack(cf: CloudFormation, name: string): string {
  const stackId = insertStack(cf, name, "REVIEW_IN_PROGRESS");
  setStackStatus(cf, stackId, "REVIEW_IN_PROGRESS", "User Initiated");
  return stackId;
}

function planChangeSet(
  cf: CloudFormation,
  stack: StackRecord,
  target: ChangeSetRecord["target"],
): Pick<ChangeSetRecord, "status" | "statusReason" | "executionStatus" | "changes"> {
  const failed = (statusReason: string) =>
    ({ status: "FAILED", statusReason, executionStatus: "UNAVAILABLE", changes: [] }) as const;
  // What is wrong with the template or its parameters refuses the call; what is wrong with the world fails the change set.
  const plan = planTarget(cf, stack, target);
  try {
    checkImports(cf, plan);
    const { changes, isEmpty } = planChanges(cf, stack, target, plan);
    if (isEmpty && !stack.status.endsWith("_FAILED")) return failed(nothingChanges);
    return { status: "CREATE_COMPLETE", executionStatus: "AVAILABLE", changes };
  } catch (error) {
    return failed(error instanceof Error ? error.message : String(error));
  }
}

function findChangeSet(
  cf: CloudFormation,
  input: { ChangeSetName?: string | undefined; StackName?: string | undefined },
): ChangeSetRecord {
  const nameOrId = input.ChangeSetName ?? "";
  if (nameOrId.startsWith("arn:")) {
    const changeSet = cf.changeSets.findById(nameOrId);
    if (!changeSet) throw changeSetNotFound(nameOrId);
    return changeSet;
  }
  if (input.StackName === undefined) {
    throw validationError("StackName must be specified if ChangeSetName is not specified as an ARN.");
  }
  const { stackId } = findStack(cf, input.StackName, stackDoesNotExist);
  const changeSet = cf.changeSets.findByName(stackId, nameOrId);
  if (!changeSet) throw changeSetNotFound(nameOrId);
  return changeSet;
}

function summarize(changeSet: ChangeSetRecord): ChangeSetSummary {
  return {
    ChangeSetId: changeSet.changeSetId,
    ChangeSetName: changeSet.name,
    StackId: changeSet.stackId,
    StackName: changeSet.stackName,
    Status: changeSet.status,
    ...(changeSet.statusReason === undefined ? {} : { StatusReason: changeSet.statusReason }),
    ExecutionStatus: changeSet.executionStatus,
    CreationTime: new Date(changeSet.createdAt),
    ...(changeSet.description === undefined ? {} : { Description: changeSet.description }),
    IncludeNestedStacks: false,
  };
}
