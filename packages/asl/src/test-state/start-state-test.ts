import type { Environment, TaskRequest } from "../execution.ts";
import { isObject, type JsonObject } from "../json/object.ts";
import { Payload } from "../json/payload.ts";
import type { State } from "../interpreter/state.ts";
import type { Visit } from "../interpreter/visit.ts";
import { type Inspection, inspectInput, inspectResult } from "./inspect-state.ts";
import { mockBranches } from "./mock-branches.ts";
import { parseContext } from "./parse-context.ts";
import { checkNeedsNoMock, type ParsedMock, parseMock, type StateMock } from "./parse-mock.ts";
import { refused } from "./refused-test.ts";
import { findTestedState, testedName, type TestedState } from "./tested-state.ts";
import { TestRun } from "./test-run.ts";

export interface StateTestOptions {
  /** JSON text of a state, or of a machine when `stateName` is given. */
  definition: string;
  stateName?: string | undefined;
  /** JSON text. Default `{}`. */
  input?: string | undefined;
  /** JSON text of an object: what earlier states have assigned. */
  variables?: string | undefined;
  /** JSON text of the context object, which is used as it stands; without it the test makes one. */
  context?: string | undefined;
  mock?: StateMock | undefined;
  /** Retries that the retrier which takes the error has used up. Default 0. */
  retrierRetryCount?: number | undefined;
  /** Iterations of a Map that have failed. */
  mapIterationFailureCount?: number | undefined;
  /** What the ItemReader of a Map reads, as it stands in its source. */
  mapItemReaderData?: string | undefined;
  /** Name of the inner state that a mocked error of a Map or Parallel comes from; it must be one of its states. */
  errorCausedByState?: string | undefined;
  /** The state machine and execution that the context object tells of. */
  names: { stateMachineArn: string; stateMachine: string; executionArn: string; execution: string };
  roleArn?: string | undefined;
  environment: Environment;
}

/** How a test ended. Source: API reference, TestState. */
export interface StateTestResult {
  status: "SUCCEEDED" | "FAILED" | "RETRIABLE" | "CAUGHT_ERROR";
  output?: string;
  error?: string;
  cause?: string;
  nextState?: string;
  inspection: Inspection & {
    errorDetails?: { catchIndex?: number; retryIndex?: number; retryBackoffIntervalSeconds?: number };
  };
}

export interface StateTest {
  /** Of a Task: its `Resource`. */
  readonly resource: string | undefined;
  /** The task that the host has to do before there is a result; none when the state needs none, or has a mock. */
  readonly task: TaskRequest | undefined;
  /** `output` is JSON text. */
  taskSucceeded(output: string): void;
  taskFailed(error: string | undefined, cause: string | undefined): void;
  result(): StateTestResult;
}

/**
 * Runs one state alone, as the TestState operation does; a Wait does not wait. Throws InvalidDefinition or RefusedTest.
 * Expressions are evaluated once for the state and once for the inspection, so `$uuid()` and the like differ between the two.
 */
export function startStateTest(options: StateTestOptions): StateTest {
  const tested = findTestedState(options.definition, options.stateName);
  const mock = parseMock(options.mock, tested.definition);
  if (mock === undefined) checkNeedsNoMock(tested.definition);
  checkErrorSource(options.errorCausedByState, tested);
  const context = parseContext(options.context, tested.definition);
  const input = parseText(options.input ?? "{}", "input");
  const variables = parseText(options.variables ?? "{}", "variables").value;
  if (!isObject(variables)) throw refused("The variables must be a JSON object");

  const run: TestRun = new TestRun({
    machine: tested.machine,
    state: remembering(mockedState(tested, mock, options), (visit) => (run.visit = visit)),
    input,
    variables,
    makeContext: (visit) => context ?? ownContext(options, input, visit),
    retryCount: options.retrierRetryCount ?? 0,
    environment: { ...options.environment, createId: firstIdIsToken(context, options.environment) },
  });
  run.begin();
  let task: TaskRequest | undefined;
  let result: Payload | undefined;
  for (const effect of run.advance()) {
    if (effect.kind === "startTask") task = effect.task;
    if (effect.kind === "setTimer" && run.visit?.progress?.kind === "wait") run.timerFired(effect.timerId);
  }

  function succeed(output: string): void {
    if (task === undefined) return;
    result = Payload.parse(output);
    run.taskSucceeded(task.taskId, output);
    run.advance();
  }

  function fail(error: string | undefined, cause: string | undefined): void {
    if (task === undefined) return;
    run.taskFailed(task.taskId, error, cause);
    run.advance();
  }

  if (task !== undefined && mock !== undefined) {
    if ("result" in mock) succeed(mock.result.text);
    else fail(mock.error, mock.cause);
  } else if (mock !== undefined && "result" in mock) result = mock.result;
  const isMocked = mock !== undefined;

  return {
    resource: tested.definition.Type === "Task" ? tested.definition.Resource : undefined,
    get task() {
      return isMocked ? undefined : task;
    },
    taskSucceeded: succeed,
    taskFailed: fail,
    result: () => toResult(run, tested, options, result ?? passResult(tested, run)),
  };
}

function mockedState(
  { machine, definition, language }: TestedState,
  mock: ParsedMock | undefined,
  { mapIterationFailureCount: failedIterations }: StateTestOptions,
): State {
  const compiled = machine.flow.states.get(testedName);
  if (compiled === undefined) throw new Error("The tested state is not in its machine.");
  if (mock === undefined || (definition.Type !== "Map" && definition.Type !== "Parallel")) return compiled;
  return mockBranches(compiled, { definition, language, mock, failedIterations });
}

function remembering(state: State, remember: (visit: Visit) => void): State {
  return {
    ...state,
    start(visit) {
      remember(visit);
      state.start(visit);
    },
  };
}

/** Recorded on AWS: test_state_with_variables, test_state_task_catch_error. */
function ownContext(
  { names, roleArn, retrierRetryCount = 0 }: StateTestOptions,
  input: Payload,
  visit: Visit,
): JsonObject {
  const startedAt = new Date(visit.enteredAt).toISOString();
  return {
    Execution: {
      Id: names.executionArn,
      Input: input.value,
      Name: names.execution,
      RoleArn: roleArn ?? null,
      StartTime: startedAt,
    },
    StateMachine: { Id: names.stateMachineArn, Name: names.stateMachine },
    State: {
      Name: testedName,
      EnteredTime: startedAt,
      ...(visit.state.countsRetries ? { RetryCount: retrierRetryCount } : undefined),
    },
  };
}

/** A state with a task token asks for one before anything else: it gets the one that the caller's context has. */
function firstIdIsToken(context: JsonObject | undefined, environment: Environment): () => string {
  const task = context?.["Task"];
  let token = isObject(task) && typeof task["Token"] === "string" ? task["Token"] : undefined;
  return () => {
    const id = token ?? environment.createId();
    token = undefined;
    return id;
  };
}

/** A Pass makes its result by itself. */
function passResult({ definition, language }: TestedState, run: TestRun): Payload | undefined {
  if (definition.Type !== "Pass" || language === "JSONata" || run.visit === undefined) return undefined;
  if (definition.Result !== undefined) return new Payload(definition.Result);
  const { input } = run.visit;
  const { afterParameters } = inspectInput({
    state: definition,
    language,
    input,
    evaluation: run.visit.evaluation(),
  });
  return afterParameters === undefined ? undefined : Payload.parse(afterParameters);
}

function toResult(
  run: TestRun,
  { definition: state, language }: TestedState,
  options: StateTestOptions,
  result: Payload | undefined,
): StateTestResult {
  const { visit, handled, exited, status } = run;
  const inspected = visit && {
    state,
    language,
    input: visit.input,
    evaluation: visit.evaluation(),
    readerData: options.mapItemReaderData,
  };
  const inspection: StateTestResult["inspection"] = {
    ...(inspected && inspectInput(inspected)),
    ...(inspected && result && inspectResult(inspected, result)),
    ...toErrorDetails(handled),
    ...toVariables(visit),
  };
  const failure = toFailure(run);
  if (exited !== undefined) {
    return {
      status: handled === undefined ? "SUCCEEDED" : "CAUGHT_ERROR",
      output: exited.output,
      ...failure,
      ...(exited.nextState === undefined ? undefined : { nextState: exited.nextState }),
      inspection,
    };
  }
  return { status: status === "RUNNING" ? "RETRIABLE" : "FAILED", ...failure, inspection };
}

function toFailure({ status, error, cause, handled }: TestRun): { error?: string; cause?: string } {
  const failure = status === "FAILED" ? { error, cause } : (handled?.failure ?? {});
  return {
    ...(failure.error === undefined ? undefined : { error: failure.error }),
    ...(failure.cause === undefined ? undefined : { cause: failure.cause }),
  };
}

function toErrorDetails(handled: TestRun["handled"]): Pick<StateTestResult["inspection"], "errorDetails"> {
  if (handled === undefined) return {};
  const { catchIndex, retryIndex, retryDelayMs } = handled;
  if (catchIndex === undefined && retryIndex === undefined) return {};
  return {
    errorDetails: {
      ...(catchIndex === undefined ? undefined : { catchIndex }),
      ...(retryIndex === undefined ? undefined : { retryIndex }),
      ...(retryDelayMs === undefined
        ? undefined
        : { retryBackoffIntervalSeconds: Math.round(retryDelayMs / 1000) }),
    },
  };
}

/** After the state; none when there are none. Recorded on AWS: test_state_with_variables. */
function toVariables(visit: Visit | undefined): { variables?: string } {
  const variables = visit?.branch.scope.visible ?? {};
  return Object.keys(variables).length === 0 ? {} : { variables: JSON.stringify(variables) };
}

function checkErrorSource(name: string | undefined, { machine }: TestedState): void {
  if (name === undefined) return;
  const inner = [...machine.states.keys()].filter((key) => key !== testedName);
  if (!inner.includes(name)) throw refused("State not found in definition");
}

function parseText(text: string, what: string): Payload {
  try {
    return Payload.parse(text);
  } catch {
    throw refused(`The ${what} must be valid JSON`);
  }
}
