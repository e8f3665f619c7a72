import { isDeepStrictEqual } from "node:util";

import {
  CreateStateMachineAlias$,
  type CreateStateMachineAliasInput,
  type CreateStateMachineAliasOutput,
  DeleteStateMachineAlias$,
  type DeleteStateMachineAliasInput,
  DescribeStateMachineAlias$,
  type DescribeStateMachineAliasInput,
  type DescribeStateMachineAliasOutput,
  ListStateMachineAliases$,
  type ListStateMachineAliasesInput,
  type ListStateMachineAliasesOutput,
  UpdateStateMachineAlias$,
  type UpdateStateMachineAliasInput,
  type UpdateStateMachineAliasOutput,
} from "@aws-sdk/client-sfn";

import { operation, type OperationTable } from "../../../protocol/service.ts";
import { parseStateMachineArn } from "../arns.ts";
import { checkLength, checkPattern } from "../constraints.ts";
import type { StepFunctionsDeps } from "../deps.ts";
import {
  conflict,
  invalidArn,
  resourceNotFound,
  serviceQuotaExceeded,
  stateMachineDoesNotExist,
  validation,
} from "../errors.ts";
import { readPage } from "../paging.ts";
import { parseRouting, toRoutingConfiguration } from "./routing.ts";
import type { AliasRecord } from "./state-machine-store.ts";

/** Source: Step Functions developer guide, "Quotas": aliases a state machine. */
const maxAliases = 100;
/** Not a number alone, which would name a version. As AWS's own message prints it. */
const aliasName = String.raw`^(?=.*[a-zA-Z_\-\.])[a-zA-Z0-9_\-\.]+$`;

export const aliasOperations: OperationTable<StepFunctionsDeps> = {
  CreateStateMachineAlias: operation(
    CreateStateMachineAlias$,
    (input: CreateStateMachineAliasInput, deps: StepFunctionsDeps): CreateStateMachineAliasOutput => {
      const { stateMachines, context } = deps;
      const { name = "", description } = input;
      checkLength(name, "name", { min: 1, max: 80 });
      checkPattern(name, "name", aliasName);
      checkLength(description, "description", { max: 256 });
      const { stateMachineArn, routing } = parseRouting(input.routingConfiguration, stateMachines);
      return context.store.transaction(() => {
        const existing = stateMachines.findAlias(stateMachineArn, name);
        if (existing) {
          if (existing.description !== description || !isDeepStrictEqual(existing.routing, routing)) {
            throw conflict(
              "Failed to create alias because an alias with the same name and a different routing configuration already exists.",
            );
          }
          return toCreated(existing);
        }
        if (stateMachines.listAliases(stateMachineArn, "", maxAliases).length >= maxAliases) {
          throw serviceQuotaExceeded(`The maximum number of aliases of a state machine is ${maxAliases}.`);
        }
        const at = context.clock.now();
        const alias = {
          stateMachine: stateMachineArn,
          name,
          description,
          routing,
          createdAt: at,
          updatedAt: at,
        };
        stateMachines.putAlias(alias);
        return toCreated(alias);
      });
    },
  ),

  UpdateStateMachineAlias: operation(
    UpdateStateMachineAlias$,
    (input: UpdateStateMachineAliasInput, deps: StepFunctionsDeps): UpdateStateMachineAliasOutput => {
      const { stateMachines, context } = deps;
      const alias = getAlias(input.stateMachineAliasArn, deps);
      checkLength(input.description, "description", { max: 256 });
      const updatedAt = context.clock.now();
      let { routing } = alias;
      if (input.routingConfiguration) {
        const parsed = parseRouting(input.routingConfiguration, stateMachines);
        if (parsed.stateMachineArn !== alias.stateMachine) {
          throw validation(
            `Routing configuration must contain versions of the state machine ${alias.stateMachine}`,
          );
        }
        ({ routing } = parsed);
      }
      stateMachines.putAlias({
        ...alias,
        description: input.description ?? alias.description,
        routing,
        updatedAt,
      });
      return { updateDate: new Date(updatedAt) };
    },
  ),

  DescribeStateMachineAlias: operation(
    DescribeStateMachineAlias$,
    (input: DescribeStateMachineAliasInput, deps: StepFunctionsDeps): DescribeStateMachineAliasOutput => {
      const alias = getAlias(input.stateMachineAliasArn, deps);
      return {
        stateMachineAliasArn: toAliasArn(alias),
        name: alias.name,
        ...(alias.description !== undefined && { description: alias.description }),
        routingConfiguration: toRoutingConfiguration(alias),
        creationDate: new Date(alias.createdAt),
        updateDate: new Date(alias.updatedAt),
      };
    },
  ),

  ListStateMachineAliases: operation(
    ListStateMachineAliases$,
    (
      input: ListStateMachineAliasesInput,
      { stateMachines }: StepFunctionsDeps,
    ): ListStateMachineAliasesOutput => {
      const { arn, stateMachineArn, version, alias } = parseStateMachineArn(input.stateMachineArn);
      if (!stateMachines.find(stateMachineArn) || alias !== undefined) throw stateMachineDoesNotExist(arn);
      const { items, nextToken } = readPage(
        input,
        (after = "", limit) => stateMachines.listAliases(stateMachineArn, after, limit),
        ({ name }) => name,
      );
      return {
        // A version's ARN asks for the aliases that route to it.
        stateMachineAliases: items
          .filter(
            ({ routing }) => version === undefined || routing.some((route) => route.version === version),
          )
          .map(toCreated),
        nextToken,
      };
    },
  ),

  DeleteStateMachineAlias: operation(
    DeleteStateMachineAlias$,
    (input: DeleteStateMachineAliasInput, { stateMachines }: StepFunctionsDeps) => {
      const { arn, stateMachineArn, alias } = parseStateMachineArn(input.stateMachineAliasArn);
      if (alias === undefined) throw invalidArn(arn);
      stateMachines.removeAlias(stateMachineArn, alias);
      return {};
    },
  ),
};

export const toAliasArn = ({ stateMachine, name }: Pick<AliasRecord, "stateMachine" | "name">) =>
  `${stateMachine}:${name}`;

const toCreated = (alias: AliasRecord) => ({
  stateMachineAliasArn: toAliasArn(alias),
  creationDate: new Date(alias.createdAt),
});

/** Throws InvalidArn or ResourceNotFound. */
function getAlias(arn: string | undefined, { stateMachines }: StepFunctionsDeps): AliasRecord {
  const reference = parseStateMachineArn(arn);
  if (reference.alias === undefined) throw invalidArn(reference.arn);
  const alias = stateMachines.findAlias(reference.stateMachineArn, reference.alias);
  if (!alias) throw resourceNotFound(reference.arn);
  return alias;
}
