import {
  StartExecution$,
  type StartExecutionInput,
  type StartExecutionOutput,
  StartSyncExecution$,
  type StartSyncExecutionInput,
  type StartSyncExecutionOutput,
} from "@aws-sdk/client-sfn";

import { operation, type OperationTable, type Request } from "../../../protocol/service.ts";
import { parseStateMachineArn, splitTestCase, toExecutionArn, toExpressArn } from "../arns.ts";
import { checkName, checkPayload } from "../constraints.ts";
import type { StepFunctionsDeps } from "../deps.ts";
import { checkEnumeration } from "../enumerations.ts";
import {
  executionAlreadyExists,
  executionLimitExceeded,
  invalidExecutionInput,
  stateMachineTypeNotSupported,
} from "../errors.ts";
import { chooseRevision } from "../state-machines/choose-revision.ts";
import { toOrderedId } from "./ordered-id.ts";
import type { Run } from "./run.ts";

/** Source: Step Functions developer guide, "Quotas": open executions. */
export const maxOpenExecutions = 1_000_000;
/** Source: Step Functions pricing: express executions are billed in steps of 100 ms and 64 MB. */
const billedStepMs = 100;
const billedMemoryMb = 64;

export const startOperations: OperationTable<StepFunctionsDeps> = {
  StartExecution: operation(
    StartExecution$,
    async (input: StartExecutionInput, deps: StepFunctionsDeps): Promise<StartExecutionOutput> => {
      const prepared = prepare(input, deps);
      const { stateMachine, record } = prepared;
      if (stateMachine.type === "STANDARD") {
        // Source: Step Functions API Reference, StartExecution: the same name and input while it runs is the same execution.
        const existing = input.name === undefined ? undefined : deps.executions.find(record.arn);
        const isOther = existing?.input !== record.input || existing.testCase !== record.testCase;
        if (existing && (existing.status !== "RUNNING" || isOther)) {
          throw executionAlreadyExists(record.arn);
        }
        if (existing) return { executionArn: existing.arn, startDate: new Date(existing.startedAt) };
      }
      const run = await begin(prepared, deps);
      return { executionArn: run.record.arn, startDate: new Date(run.record.startedAt) };
    },
  ),

  StartSyncExecution: operation(
    StartSyncExecution$,
    async (
      input: StartSyncExecutionInput,
      deps: StepFunctionsDeps,
      { signal }: Request,
    ): Promise<StartSyncExecutionOutput> => {
      checkEnumeration(input.includedData, "includedData");
      const prepared = prepare(input, deps);
      if (prepared.stateMachine.type !== "EXPRESS") {
        throw stateMachineTypeNotSupported("StartSyncExecution", prepared.stateMachine.type);
      }
      const run = await begin(prepared, deps);
      await whenEnded(run, signal);
      const { record } = run;
      const { startedAt, stoppedAt = startedAt } = record;
      const steps = Math.max(1, Math.ceil((stoppedAt - startedAt) / billedStepMs));
      return {
        executionArn: record.arn,
        stateMachineArn: record.stateMachine,
        name: record.name,
        startDate: new Date(startedAt),
        stopDate: new Date(stoppedAt),
        // An express execution ends in one of these three.
        status: record.status as StartSyncExecutionOutput["status"],
        error: record.error,
        cause: record.cause,
        input: record.input,
        inputDetails: { included: true },
        output: record.output,
        outputDetails: { included: true },
        traceHeader: record.traceHeader,
        billingDetails: {
          billedDurationInMilliseconds: steps * billedStepMs,
          billedMemoryUsedInMB: billedMemoryMb,
        },
      };
    },
  ),
};

type Prepared = ReturnType<typeof prepare>;

/** Checks everything that can be wrong with a start, and decides what is started. */
function prepare(input: StartExecutionInput, deps: StepFunctionsDeps) {
  const { context } = deps;
  const { arn: stateMachineArn, testCase } = splitTestCase(input.stateMachineArn);
  const reference = parseStateMachineArn(stateMachineArn);
  const name = input.name ?? toOrderedId(context.clock.now(), context.createId());
  checkName(name);
  const text = input.input ?? "{}";
  checkPayload(text, "input");
  checkJson(text);
  const chosen = chooseRevision(reference, deps);
  const { arn, type } = chosen.stateMachine;
  if (testCase !== undefined) deps.tasks.mocks.checkTestCase(chosen.stateMachine.name, testCase);
  const record = {
    arn: type === "EXPRESS" ? toExpressArn(arn, name, context.createId()) : toExecutionArn(arn, name),
    stateMachine: arn,
    name,
    revision: chosen.revision.id,
    version: chosen.version?.number,
    alias: chosen.alias?.name,
    testCase,
    status: "RUNNING" as const,
    input: text,
    output: undefined,
    error: undefined,
    cause: undefined,
    traceHeader: input.traceHeader,
    startedAt: context.clock.now(),
    stoppedAt: undefined,
    redriveCount: 0,
    redrivenAt: undefined,
  };
  return { ...chosen, record };
}

async function begin(
  { stateMachine, revision, record }: Prepared,
  { runner }: StepFunctionsDeps,
): Promise<Run> {
  if (runner.runs >= maxOpenExecutions) throw executionLimitExceeded(record.arn);
  return runner.start({
    record,
    durable: stateMachine.type === "STANDARD",
    definition: revision.definition,
    roleArn: revision.roleArn,
    stateMachineName: stateMachine.name,
  });
}

/** Settles with the execution, or when the caller has gone and nobody reads the answer. */
async function whenEnded(run: Run, signal: AbortSignal): Promise<void> {
  if (run.execution.status !== "RUNNING") return;
  await new Promise<void>((resolve) => {
    const goOn = () => {
      signal.removeEventListener("abort", goOn);
      resolve();
    };
    run.whenEnded.push(goOn);
    signal.addEventListener("abort", goOn);
  });
}

function checkJson(text: string): void {
  try {
    JSON.parse(text);
  } catch (error) {
    throw invalidExecutionInput(error instanceof Error ? error.message : "not JSON");
  }
}
