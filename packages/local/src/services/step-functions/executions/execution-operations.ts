import {
  DescribeExecution$,
  type DescribeExecutionInput,
  type DescribeExecutionOutput,
  DescribeStateMachineForExecution$,
  type DescribeStateMachineForExecutionInput,
  type DescribeStateMachineForExecutionOutput,
  ListExecutions$,
  type ListExecutionsInput,
  type ListExecutionsOutput,
  StopExecution$,
  type StopExecutionInput,
  type StopExecutionOutput,
} from "@aws-sdk/client-sfn";

import { operation, type OperationTable } from "../../../protocol/service.ts";
import { checkExecutionArn, parseStateMachineArn } from "../arns.ts";
import { checkSecretLength } from "../constraints.ts";
import type { StepFunctionsDeps } from "../deps.ts";
import {
  executionDoesNotExist,
  missingRequiredParameter,
  stateMachineDoesNotExist,
  stateMachineTypeNotSupported,
} from "../errors.ts";
import { checkEnumeration } from "../enumerations.ts";
import { stateMachineOfChild } from "../map-runs/child-names.ts";
import { listChildExecutions } from "../map-runs/list-child-executions.ts";
import { readPage } from "../paging.ts";
import { toAliasArn } from "../state-machines/alias-operations.ts";
import { toVariableReferences } from "../state-machines/variable-references.ts";
import { toVersionArn } from "../state-machines/publish-version.ts";
import type { ExecutionRecord } from "./execution-store.ts";
import { toDescribedMachine } from "./described-machine.ts";
import { reasonAgainstRedrive, toRedriveStatus } from "./redrive-status.ts";

export const executionOperations: OperationTable<StepFunctionsDeps> = {
  DescribeExecution: operation(
    DescribeExecution$,
    (input: DescribeExecutionInput, deps: StepFunctionsDeps): DescribeExecutionOutput => {
      const execution = getExecution(input.executionArn, deps);
      checkEnumeration(input.includedData, "includedData");
      const withData = input.includedData !== "METADATA_ONLY";
      const { stoppedAt, output } = execution;
      return {
        executionArn: execution.arn,
        stateMachineArn: execution.mapRun ? stateMachineOfChild(execution.arn) : execution.stateMachine,
        ...(execution.mapRun && { mapRunArn: execution.mapRun.arn }),
        name: execution.name,
        status: execution.status,
        startDate: new Date(execution.startedAt),
        ...(stoppedAt !== undefined && { stopDate: new Date(stoppedAt) }),
        ...(withData && { input: execution.input }),
        inputDetails: { included: withData },
        ...(output !== undefined && { ...(withData && { output }), outputDetails: { included: withData } }),
        ...(withData && { error: execution.error, cause: execution.cause }),
        traceHeader: execution.traceHeader,
        ...toQualifiers(execution),
        redriveCount: execution.redriveCount,
        ...toRedriveDate(execution),
        ...toRedriveStatus(reasonAgainstRedrive(execution, deps), execution),
      };
    },
  ),

  ListExecutions: operation(
    ListExecutions$,
    (input: ListExecutionsInput, deps: StepFunctionsDeps): ListExecutionsOutput => {
      const { stateMachines, executions } = deps;
      checkEnumeration(input.statusFilter, "statusFilter");
      checkEnumeration(input.redriveFilter, "redriveFilter");
      if (input.mapRunArn !== undefined) return listChildExecutions(input, input.mapRunArn, deps);
      if (input.stateMachineArn === undefined) {
        throw missingRequiredParameter("Either the stateMachineArn or the mapRunArn must be specified");
      }
      const { arn, stateMachineArn, version, alias } = parseStateMachineArn(input.stateMachineArn);
      const stateMachine = stateMachines.find(stateMachineArn);
      if (!stateMachine) throw stateMachineDoesNotExist(arn);
      if (stateMachine.type === "EXPRESS") throw stateMachineTypeNotSupported("ListExecutions", "EXPRESS");
      const filter = {
        stateMachine: stateMachineArn,
        ...(version !== undefined && { version }),
        ...(alias !== undefined && { alias }),
        ...(input.statusFilter !== undefined && { status: input.statusFilter }),
        ...(input.redriveFilter !== undefined && { redriven: input.redriveFilter === "REDRIVEN" }),
      };
      const { items, nextToken } = readPage(
        input,
        (after, limit) =>
          executions.list(filter, after === undefined ? Number.MAX_SAFE_INTEGER : Number(after), limit),
        ({ id }) => String(id),
        // Recorded on AWS: this list alone takes longer tokens.
        { maxTokenLength: 3096 },
      );
      return {
        executions: items.map((execution) => ({
          executionArn: execution.arn,
          stateMachineArn: execution.stateMachine,
          name: execution.name,
          status: execution.status,
          startDate: new Date(execution.startedAt),
          ...(execution.stoppedAt !== undefined && { stopDate: new Date(execution.stoppedAt) }),
          ...toQualifiers(execution),
          redriveCount: execution.redriveCount,
          ...toRedriveDate(execution),
        })),
        nextToken,
      };
    },
  ),

  StopExecution: operation(
    StopExecution$,
    async (input: StopExecutionInput, deps: StepFunctionsDeps): Promise<StopExecutionOutput> => {
      checkSecretLength(input.error, "error", { max: 256 });
      checkSecretLength(input.cause, "cause", { max: 32_768 });
      const { arn, stateMachine } = getExecution(input.executionArn, deps);
      const type = deps.stateMachines.find(stateMachine)?.type;
      if (type === "EXPRESS") throw stateMachineTypeNotSupported("StopExecution", type);
      const run = deps.runner.find(arn);
      if (run) await deps.runner.progress(run, (execution) => execution.stop(input.error, input.cause));
      const { stoppedAt } = getExecution(arn, deps);
      return { stopDate: new Date(stoppedAt ?? deps.context.clock.now()) };
    },
  ),

  DescribeStateMachineForExecution: operation(
    DescribeStateMachineForExecution$,
    (
      input: DescribeStateMachineForExecutionInput,
      deps: StepFunctionsDeps,
    ): DescribeStateMachineForExecutionOutput => {
      checkEnumeration(input.includedData, "includedData");
      const execution = getExecution(input.executionArn, deps);
      const { definition, roleArn, revisionId, configuration, updatedAt } = deps.stateMachines.getRevision(
        execution.revision,
      );
      const machine = toDescribedMachine(execution, definition, deps);
      return {
        ...machine,
        roleArn,
        updateDate: new Date(updatedAt),
        ...configuration,
        ...toVariableReferences(machine.definition ?? definition),
        ...(revisionId !== undefined && { revisionId }),
      };
    },
  ),
};

/** Throws InvalidArn or ExecutionDoesNotExist. */
export function getExecution(
  executionArn: string | undefined,
  { executions }: StepFunctionsDeps,
): ExecutionRecord {
  const arn = checkExecutionArn(executionArn);
  const execution = executions.find(arn);
  if (!execution) throw executionDoesNotExist(arn);
  return execution;
}

function toQualifiers({ stateMachine, version, alias }: ExecutionRecord): {
  stateMachineVersionArn?: string;
  stateMachineAliasArn?: string;
} {
  return {
    ...(version !== undefined && { stateMachineVersionArn: toVersionArn({ stateMachine, number: version }) }),
    ...(alias !== undefined && { stateMachineAliasArn: toAliasArn({ stateMachine, name: alias }) }),
  };
}

const toRedriveDate = ({ redrivenAt }: ExecutionRecord): { redriveDate?: Date } =>
  redrivenAt === undefined ? {} : { redriveDate: new Date(redrivenAt) };
