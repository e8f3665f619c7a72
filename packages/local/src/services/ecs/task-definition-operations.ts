import {
  DeleteTaskDefinitions$,
  type DeleteTaskDefinitionsRequest,
  type DeleteTaskDefinitionsResponse,
  DeregisterTaskDefinition$,
  type DeregisterTaskDefinitionRequest,
  DescribeTaskDefinition$,
  type DescribeTaskDefinitionRequest,
  type DescribeTaskDefinitionResponse,
  ListTaskDefinitionFamilies$,
  type ListTaskDefinitionFamiliesRequest,
  type ListTaskDefinitionFamiliesResponse,
  ListTaskDefinitions$,
  type ListTaskDefinitionsRequest,
  type ListTaskDefinitionsResponse,
  RegisterTaskDefinition$,
  type RegisterTaskDefinitionRequest,
  type TaskDefinition,
} from "@aws-sdk/client-ecs";

import type { EngineContext } from "../../engine-context.ts";
import { operation, type OperationTable } from "../../protocol/service.ts";
import { pageOf } from "../page-of.ts";
import { familyAndRevisionOf } from "./arns.ts";
import type { EcsDeps } from "./deps.ts";
import { clientError, invalidNextToken, invalidParameter } from "./errors.ts";
import { registerTaskDefinition } from "./register-task-definition.ts";
import {
  findTaskDefinition,
  listTaskDefinitions,
  setTaskDefinitionStatus,
  type TaskDefinitionRevision,
} from "./task-definitions.ts";

const maxPage = 100;
const maxDeletions = 10;

export const taskDefinitionOperations: OperationTable<EcsDeps> = {
  RegisterTaskDefinition: operation(
    RegisterTaskDefinition$,
    (input: RegisterTaskDefinitionRequest, { context }: EcsDeps) => registerTaskDefinition(context, input),
  ),

  DescribeTaskDefinition: operation<EcsDeps, DescribeTaskDefinitionRequest, DescribeTaskDefinitionResponse>(
    DescribeTaskDefinition$,
    (input, { context }) => {
      const found = findTaskDefinition(context, input.taskDefinition ?? "");
      if (!found) throw clientError("Unable to describe task definition.");
      return {
        taskDefinition: found.definition,
        tags: input.include?.includes("TAGS") ? found.tags : [],
      };
    },
  ),

  DeregisterTaskDefinition: operation(
    DeregisterTaskDefinition$,
    (input: DeregisterTaskDefinitionRequest, { context }: EcsDeps) => {
      const found = getRevision(context, input.taskDefinition ?? "");
      if (found.definition.status === "ACTIVE") setTaskDefinitionStatus(context, found, "INACTIVE");
      return { taskDefinition: getRevision(context, input.taskDefinition ?? "").definition };
    },
  ),

  DeleteTaskDefinitions: operation<EcsDeps, DeleteTaskDefinitionsRequest, DeleteTaskDefinitionsResponse>(
    DeleteTaskDefinitions$,
    (input, { context }) => {
      const references = input.taskDefinitions ?? [];
      if (references.length === 0 || references.length > maxDeletions) {
        throw invalidParameter(`taskDefinitions must have between 1 and ${maxDeletions} items.`);
      }
      const deleted: TaskDefinition[] = [];
      const failures: NonNullable<DeleteTaskDefinitionsResponse["failures"]> = [];
      for (const reference of references) {
        const found = findTaskDefinition(context, reference);
        if (!found) failures.push({ arn: reference, reason: "The specified task definition was not found." });
        else if (found.definition.status === "ACTIVE") {
          failures.push({
            arn: found.definition.taskDefinitionArn,
            reason:
              "The specified task definition is still in ACTIVE status. Please deregister the target and try again.",
          });
        } else {
          setTaskDefinitionStatus(context, found, "DELETE_IN_PROGRESS");
          deleted.push({ ...found.definition, status: "DELETE_IN_PROGRESS" });
        }
      }
      return { taskDefinitions: deleted, failures };
    },
  ),

  ListTaskDefinitions: operation<EcsDeps, ListTaskDefinitionsRequest, ListTaskDefinitionsResponse>(
    ListTaskDefinitions$,
    (input, { context }) => {
      const found = listTaskDefinitions(context, input.status ?? "ACTIVE").filter(
        ({ definition }) => input.familyPrefix === undefined || definition.family === input.familyPrefix,
      );
      if (input.sort === "DESC") found.reverse();
      const { items, nextToken } = pageOf(found, {
        keyOf: ({ definition }) => definition.taskDefinitionArn,
        limit: Math.min(input.maxResults ?? maxPage, maxPage),
        token: input.nextToken,
        invalidToken: invalidNextToken,
      });
      return { taskDefinitionArns: items.map(({ definition }) => definition.taskDefinitionArn), nextToken };
    },
  ),

  ListTaskDefinitionFamilies: operation<
    EcsDeps,
    ListTaskDefinitionFamiliesRequest,
    ListTaskDefinitionFamiliesResponse
  >(ListTaskDefinitionFamilies$, (input, { context }) => {
    const active = familiesOf(listTaskDefinitions(context, "ACTIVE"));
    const inactive = [...familiesOf(listTaskDefinitions(context, "INACTIVE"))].filter(
      (name) => !active.has(name),
    );
    const status = input.status ?? "ALL";
    const names = [...(status === "INACTIVE" ? [] : active), ...(status === "ACTIVE" ? [] : inactive)].filter(
      (name) => name.startsWith(input.familyPrefix ?? ""),
    );
    const { items, nextToken } = pageOf(names.sort(), {
      keyOf: (name) => name,
      limit: Math.min(input.maxResults ?? maxPage, maxPage),
      token: input.nextToken,
      invalidToken: invalidNextToken,
    });
    return { families: [...items], nextToken };
  }),
};

function familiesOf(revisions: readonly TaskDefinitionRevision[]): Set<string> {
  return new Set(revisions.map(({ definition }) => definition.family));
}

/** Deregistering names one revision: a family alone is refused, as on AWS. */
function getRevision(context: EngineContext, reference: string): TaskDefinitionRevision {
  if (familyAndRevisionOf(reference).revision === undefined) {
    throw clientError("Specified task definition must contain a revision number.");
  }
  const found = findTaskDefinition(context, reference);
  if (!found) throw clientError("The specified task definition does not exist.");
  return found;
}
