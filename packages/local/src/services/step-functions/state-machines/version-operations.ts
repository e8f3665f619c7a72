import {
  DeleteStateMachineVersion$,
  type DeleteStateMachineVersionInput,
  ListStateMachineVersions$,
  type ListStateMachineVersionsInput,
  type ListStateMachineVersionsOutput,
  PublishStateMachineVersion$,
  type PublishStateMachineVersionInput,
  type PublishStateMachineVersionOutput,
} from "@aws-sdk/client-sfn";

import { operation, type OperationTable } from "../../../protocol/service.ts";
import { parseStateMachineArn } from "../arns.ts";
import { checkLength } from "../constraints.ts";
import type { StepFunctionsDeps } from "../deps.ts";
import { conflict, invalidArn, stateMachineDoesNotExist } from "../errors.ts";
import { readPage } from "../paging.ts";
import { publishVersion, toVersionArn } from "./publish-version.ts";

/** How PublishStateMachineVersion names the revision that a state machine was created with. Source: its API Reference. */
const initialRevisionId = "INITIAL";

export const versionOperations: OperationTable<StepFunctionsDeps> = {
  PublishStateMachineVersion: operation(
    PublishStateMachineVersion$,
    (input: PublishStateMachineVersionInput, deps: StepFunctionsDeps): PublishStateMachineVersionOutput => {
      const { arn, stateMachineArn } = parseStateMachineArn(input.stateMachineArn);
      checkLength(input.description, "description", { max: 256 });
      return deps.context.store.transaction(() => {
        const stateMachine = deps.stateMachines.find(stateMachineArn);
        if (!stateMachine || arn !== stateMachineArn) throw stateMachineDoesNotExist(arn);
        const current = stateMachine.revision.revisionId ?? initialRevisionId;
        if (input.revisionId !== undefined && input.revisionId !== current) {
          throw conflict(
            `Failed to publish the State Machine version for revision ${input.revisionId}. The current State Machine revision is ${current}.`,
          );
        }
        const version = publishVersion(stateMachine, input.description, deps);
        return {
          stateMachineVersionArn: toVersionArn(version),
          creationDate: new Date(version.createdAt),
        };
      });
    },
  ),

  ListStateMachineVersions: operation(
    ListStateMachineVersions$,
    (
      input: ListStateMachineVersionsInput,
      { stateMachines }: StepFunctionsDeps,
    ): ListStateMachineVersionsOutput => {
      const { arn, stateMachineArn } = parseStateMachineArn(input.stateMachineArn);
      if (!stateMachines.find(stateMachineArn) || arn !== stateMachineArn)
        throw stateMachineDoesNotExist(arn);
      const { items, nextToken } = readPage(
        input,
        (after, limit) =>
          stateMachines.listVersions(
            stateMachineArn,
            after === undefined ? Number.MAX_SAFE_INTEGER : Number(after),
            limit,
          ),
        ({ number }) => String(number),
      );
      return {
        stateMachineVersions: items.map((version) => ({
          stateMachineVersionArn: toVersionArn(version),
          creationDate: new Date(version.createdAt),
        })),
        nextToken,
      };
    },
  ),

  DeleteStateMachineVersion: operation(
    DeleteStateMachineVersion$,
    (input: DeleteStateMachineVersionInput, { stateMachines }: StepFunctionsDeps) => {
      const { arn, stateMachineArn, version } = parseStateMachineArn(input.stateMachineVersionArn);
      if (version === undefined) throw invalidArn(arn);
      const names = stateMachines
        .listAliases(stateMachineArn, "", Number.MAX_SAFE_INTEGER)
        .filter(({ routing }) => routing.some((route) => route.version === version))
        .map(({ name }) => name);
      if (names.length > 0) {
        // Recorded on AWS: DeleteStateMachineVersion of a version that an alias names.
        throw conflict(
          `Version to be deleted must not be referenced by an alias. Current list of aliases referencing this version: [${names.join(", ")}]`,
        );
      }
      stateMachines.removeVersion(stateMachineArn, version);
      return {};
    },
  ),
};
