import {
  CancelUpdateStack$,
  ContinueUpdateRollback$,
  CreateStack$,
  DeleteStack$,
  RollbackStack$,
  UpdateStack$,
  UpdateTerminationProtection$,
  type CancelUpdateStackInput,
  type ContinueUpdateRollbackInput,
  type ContinueUpdateRollbackOutput,
  type CreateStackInput,
  type CreateStackOutput,
  type DeleteStackInput,
  type RollbackStackInput,
  type RollbackStackOutput,
  type UpdateStackInput,
  type UpdateStackOutput,
  type UpdateTerminationProtectionInput,
  type UpdateTerminationProtectionOutput,
} from "@aws-sdk/client-cloudformation";

import { operation } from "../../../protocol/service.ts";
import type { CloudFormation } from "../cloud-formation.ts";
import { alreadyExists, stackDoesNotExist, validationError } from "../errors.ts";
import { beginCreation, beginUpdate, checkResourceTypes, checkUpdatable } from "../stacks/begin-operation.ts";
import { listImporterNames } from "../stacks/check-exports.ts";
import { planChanges } from "../stacks/plan-changes.ts";
import { checkImports, planTarget } from "../stacks/plan-target.ts";
import { changeStack, setStackStatus } from "../stacks/stack-status.ts";
import { checkStackName, findStack } from "./find-stack.ts";
import { insertStack } from "./insert-stack.ts";
import { readTarget } from "./read-target.ts";

/** Operations that change stacks. They answer at once; the work goes on in the background. */
export const stackOperations = {
  // Source: CloudFormation API Reference, CreateStack
  CreateStack: operation(
    CreateStack$,
    async (input: CreateStackInput, cf: CloudFormation): Promise<CreateStackOutput> => {
      const name = input.StackName ?? "";
      checkStackName(name);
      if (input.OnFailure !== undefined && input.DisableRollback !== undefined) {
        throw validationError("You can specify either OnFailure or DisableRollback, but not both.");
      }
      const target = await readTarget(cf, input);
      const existing = cf.stacks.find(name);
      const { ClientRequestToken: creationToken } = input;
      if (existing && creationToken !== undefined && existing.creationToken === creationToken) {
        return { StackId: existing.stackId };
      }
      if (existing) throw alreadyExists(`Stack [${name}] already exists`);
      return cf.context.store.transaction(() => {
        const stackId = insertStack(cf, name, "CREATE_IN_PROGRESS", {
          terminationProtection: input.EnableTerminationProtection ?? false,
          ...(creationToken === undefined ? {} : { creationToken }),
          ...(input.TimeoutInMinutes === undefined ? {} : { timeoutMinutes: input.TimeoutInMinutes }),
        });
        planTarget(cf, cf.stacks.get(stackId), target);
        beginCreation(cf, stackId, target, {
          onFailure: input.OnFailure ?? (input.DisableRollback ? "DO_NOTHING" : "ROLLBACK"),
          clientRequestToken: creationToken,
        });
        return { StackId: stackId };
      });
    },
  ),

  // Source: CloudFormation API Reference, UpdateStack
  UpdateStack: operation(
    UpdateStack$,
    async (input: UpdateStackInput, cf: CloudFormation): Promise<UpdateStackOutput> => {
      const stack = findStack(cf, input.StackName, stackDoesNotExist);
      checkUpdatable(stack);
      const target = await readTarget(cf, input, stack.current);
      checkResourceTypes(cf, stack, target);
      const plan = planTarget(cf, stack, target);
      checkImports(cf, plan);
      const settled = !stack.status.endsWith("_FAILED");
      if (settled && planChanges(cf, stack, target, plan).isEmpty) {
        throw validationError("No updates are to be performed.");
      }
      for (const changeSet of cf.changeSets.list(stack.stackId)) {
        cf.changeSets.save({ ...changeSet, executionStatus: "OBSOLETE" });
      }
      beginUpdate(cf, stack.stackId, target, {
        onFailure: input.DisableRollback ? "DO_NOTHING" : "ROLLBACK",
        clientRequestToken: input.ClientRequestToken,
      });
      return { StackId: stack.stackId };
    },
  ),

  // Source: CloudFormation API Reference, CancelUpdateStack
  CancelUpdateStack: operation(CancelUpdateStack$, (input: CancelUpdateStackInput, cf: CloudFormation) => {
    const stack = findStack(cf, input.StackName, stackDoesNotExist);
    if (stack.status !== "UPDATE_IN_PROGRESS" || !stack.operation) {
      throw validationError("CancelUpdateStack cannot be called from current stack status");
    }
    changeStack(cf, stack.stackId, {
      operation: { ...stack.operation, cancelled: true, onFailure: "ROLLBACK" },
    });
    return {};
  }),

  // Source: CloudFormation API Reference, ContinueUpdateRollback
  ContinueUpdateRollback: operation(
    ContinueUpdateRollback$,
    (input: ContinueUpdateRollbackInput, cf: CloudFormation): ContinueUpdateRollbackOutput => {
      const stack = findStack(cf, input.StackName, stackDoesNotExist);
      if (stack.status !== "UPDATE_ROLLBACK_FAILED") {
        throw validationError(
          `Stack:${stack.stackId} is in ${stack.status} state and can not continue update rollback.`,
        );
      }
      for (const logicalId of input.ResourcesToSkip ?? []) {
        const resource = cf.resources.find(stack.stackId, logicalId);
        if (!resource)
          throw validationError(`Resource ${logicalId} does not exist for stack ${stack.stackName}`);
        const { previous: _, ...rest } = resource;
        cf.resources.save({ ...rest, status: "UPDATE_COMPLETE" });
      }
      beginRollback(cf, stack.stackId, "update", input.ClientRequestToken);
      return {};
    },
  ),

  // Source: CloudFormation API Reference, RollbackStack
  RollbackStack: operation(
    RollbackStack$,
    (input: RollbackStackInput, cf: CloudFormation): RollbackStackOutput => {
      const stack = findStack(cf, input.StackName, stackDoesNotExist);
      if (stack.status !== "CREATE_FAILED" && stack.status !== "UPDATE_FAILED") {
        throw validationError(
          `Stack:${stack.stackId} is in ${stack.status} state and can not be rolled back.`,
        );
      }
      const kind = stack.status === "CREATE_FAILED" ? "create" : "update";
      beginRollback(cf, stack.stackId, kind, input.ClientRequestToken);
      return { StackId: stack.stackId };
    },
  ),

  // Source: CloudFormation API Reference, DeleteStack
  DeleteStack: operation(DeleteStack$, (input: DeleteStackInput, cf: CloudFormation) => {
    const stack = cf.stacks.find(input.StackName ?? "");
    // That there is none, or that it goes already, is no error: deletions may be repeated.
    if (!stack || stack.status === "DELETE_COMPLETE" || stack.status === "DELETE_IN_PROGRESS") return {};
    const { stackId, stackName, status } = stack;
    if (stack.terminationProtection) {
      throw validationError(`Stack [${stackName}] cannot be deleted while TerminationProtection is enabled`);
    }
    if (
      status.endsWith("_IN_PROGRESS") &&
      status !== "CREATE_IN_PROGRESS" &&
      status !== "REVIEW_IN_PROGRESS"
    ) {
      throw validationError(`Stack [${stackId}] cannot be deleted while in status ${status}`);
    }
    const retainResources = input.RetainResources ?? [];
    if (retainResources.length > 0 && status !== "DELETE_FAILED") {
      throw validationError(
        "Invalid operation on stack. RetainResources can only be specified for a stack in the DELETE_FAILED state.",
      );
    }
    const used = cf.exports
      .listOfStack(stackId)
      .map(({ name }) => ({ name, importers: listImporterNames(cf, name) }))
      .find(({ importers }) => importers.length > 0);
    if (used) {
      // AWS accepts the call and leaves the stack as it was, with the reason.
      const by = used.importers.join(" and ");
      const reason = `Delete canceled. Cannot delete export ${used.name} as it is in use by ${by}.`;
      setStackStatus(cf, stackId, status, reason);
      return {};
    }
    cf.context.store.transaction(() => {
      changeStack(cf, stackId, {
        operation: {
          id: cf.context.createId(),
          kind: "delete",
          phase: "delete",
          onFailure: "DO_NOTHING",
          retainResources,
          ...(input.ClientRequestToken === undefined ? {} : { clientRequestToken: input.ClientRequestToken }),
        },
      });
      setStackStatus(cf, stackId, "DELETE_IN_PROGRESS", "User Initiated");
    });
    cf.start(stackId);
    return {};
  }),

  // Source: CloudFormation API Reference, UpdateTerminationProtection
  UpdateTerminationProtection: operation(
    UpdateTerminationProtection$,
    (input: UpdateTerminationProtectionInput, cf: CloudFormation): UpdateTerminationProtectionOutput => {
      const stack = findStack(cf, input.StackName, stackDoesNotExist);
      changeStack(cf, stack.stackId, { terminationProtection: input.EnableTerminationProtection ?? false });
      return { StackId: stack.stackId };
    },
  ),
};

function beginRollback(
  cf: CloudFormation,
  stackId: string,
  kind: "create" | "update",
  clientRequestToken: string | undefined,
): void {
  cf.context.store.transaction(() => {
    changeStack(cf, stackId, {
      operation: {
        id: cf.context.createId(),
        kind,
        phase: "rollback",
        onFailure: "ROLLBACK",
        ...(clientRequestToken === undefined ? {} : { clientRequestToken }),
      },
    });
    const status = kind === "create" ? "ROLLBACK_IN_PROGRESS" : "UPDATE_ROLLBACK_IN_PROGRESS";
    setStackStatus(cf, stackId, status, "User Initiated");
  });
  cf.start(stackId);
}
