import {
  InvalidDefinition,
  type Json,
  RefusedTest,
  type StateTest,
  type StateTestResult,
  startStateTest,
  type TaskRequest,
} from "@acme-engine/asl";
import { TestState$, type TestStateInput, type TestStateOutput } from "@aws-sdk/client-sfn";

import { AwsError } from "../../../protocol/aws-error.ts";
import { operation, type OperationTable } from "../../../protocol/service.ts";
import { toStateMachineArn } from "../arns.ts";
import { checkSecretLength, checkPayload, checkRange } from "../constraints.ts";
import type { StepFunctionsDeps } from "../deps.ts";
import { checkEnumeration } from "../enumerations.ts";
import { TaskFailure } from "../integrations/integration.ts";
import { checkFields } from "./field-shape.ts";
import { findResponseShape } from "./response-shape.ts";

/** Source: API reference, TestState. */
const maxTestSeconds = 300;

export const testStateOperations: OperationTable<StepFunctionsDeps> = {
  TestState: operation(
    TestState$,
    async (input: TestStateInput, deps: StepFunctionsDeps): Promise<TestStateOutput> => {
      checkInput(input);
      const test = startTest(input, deps);
      await checkMockedFields(input, test.resource);
      if (test.task !== undefined) await runTask(test, test.task, deps);
      return toAnswer(test.result(), input.inspectionLevel ?? "INFO");
    },
  ),
};

function checkInput({
  definition,
  input,
  variables,
  context,
  stateName,
  mock,
  inspectionLevel,
  stateConfiguration = {},
}: TestStateInput) {
  checkSecretLength(definition, "definition", { min: 1, max: 1_048_576 });
  checkSecretLength(stateName, "stateName", { min: 1, max: 80 });
  checkEnumeration(inspectionLevel, "inspectionLevel");
  checkEnumeration(mock?.fieldValidationMode, "fieldValidationMode", "mock.fieldValidationMode");
  checkPayload(input, "input");
  checkPayload(variables, "variables");
  checkPayload(context, "context");
  checkPayload(mock?.result, "mock.result");
  checkSecretLength(mock?.errorOutput?.error, "mock.errorOutput.error", { max: 256 });
  checkSecretLength(mock?.errorOutput?.cause, "mock.errorOutput.cause", { max: 32_768 });
  const { retrierRetryCount, mapIterationFailureCount, mapItemReaderData } = stateConfiguration;
  const counts = { min: 0, max: Number.MAX_SAFE_INTEGER };
  checkRange(retrierRetryCount, "stateConfiguration.retrierRetryCount", counts);
  checkRange(mapIterationFailureCount, "stateConfiguration.mapIterationFailureCount", counts);
  checkPayload(mapItemReaderData, "stateConfiguration.mapItemReaderData");
}

function startTest(input: TestStateInput, { context, random }: StepFunctionsDeps): StateTest {
  const { clock, createId } = context;
  const stateMachine = createId();
  const execution = createId();
  const stateMachineArn = toStateMachineArn(context, stateMachine);
  const { retrierRetryCount, mapIterationFailureCount, errorCausedByState, mapItemReaderData } =
    input.stateConfiguration ?? {};
  try {
    return startStateTest({
      definition: input.definition ?? "",
      stateName: input.stateName,
      input: input.input,
      variables: input.variables,
      context: input.context,
      mock: input.mock,
      roleArn: input.roleArn,
      retrierRetryCount,
      mapIterationFailureCount,
      errorCausedByState,
      mapItemReaderData,
      names: {
        stateMachineArn,
        stateMachine,
        // Recorded on AWS: without the id that other express executions have behind their names.
        executionArn: `${stateMachineArn.replace(":stateMachine:", ":express:")}:${execution}`,
        execution,
      },
      environment: { now: () => clock.now(), random, createId },
    });
  } catch (error) {
    if (error instanceof RefusedTest) throw new AwsError(error.code, error.message);
    if (error instanceof InvalidDefinition) throw new AwsError("InvalidDefinition", error.message);
    throw error;
  }
}

/** Throws ValidationException. */
async function checkMockedFields({ mock }: TestStateInput, resource: string | undefined): Promise<void> {
  const mode = mock?.fieldValidationMode ?? "STRICT";
  if (mock?.result === undefined || mode === "NONE" || resource === undefined) return;
  const shape = await findResponseShape(resource);
  // It has been parsed before.
  const result: Json = JSON.parse(mock.result);
  if (shape !== undefined) checkFields(result, shape, mode);
}

/** Calls the service as an execution would. Throws what is nobody's failure but ours. */
async function runTask(
  test: StateTest,
  task: TaskRequest,
  { context, tasks }: StepFunctionsDeps,
): Promise<void> {
  const { clock } = context;
  const limitMs = Math.min(maxTestSeconds, task.timeoutSeconds ?? maxTestSeconds) * 1000;
  let cancel = () => {};
  const late = new Promise<undefined>((resolve) => {
    cancel = clock.schedule(clock.now() + limitMs, () => resolve(undefined));
  });
  try {
    const { integration, resource } = tasks.integrations.findByResource(task.resource);
    const call = { request: task, resource, executionArn: "", clientToken: context.createId() };
    const answer = await Promise.race([integration.start(call, context), late]);
    if (answer === undefined) test.taskFailed("States.Timeout", undefined);
    else test.taskSucceeded(JSON.stringify(answer.output));
  } catch (error) {
    if (!(error instanceof TaskFailure)) throw error;
    test.taskFailed(error.error, error.reason);
  } finally {
    cancel();
  }
}

function toAnswer(
  { status, output, error, cause, nextState, inspection }: StateTestResult,
  level: NonNullable<TestStateInput["inspectionLevel"]>,
): TestStateOutput {
  return {
    status,
    output,
    error,
    cause,
    nextState,
    ...(level !== "INFO" && { inspectionData: inspection }),
  };
}
