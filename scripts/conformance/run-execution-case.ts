import {
  type Effect,
  type Execution,
  type HistoryEvent,
  loadStateMachine,
  restoreExecution,
  startExecution,
  type TaskRequest,
} from "@acme-engine/asl";
import type { ExecutionCase, Mock, RecordedEvent } from "./cases.ts";
import { Comparison } from "./compare.ts";
import { type Outcome, outcomeOf, skipped } from "./outcome.ts";

/** Steps of a run at most; a case that needs more is stuck. */
const maxSteps = 10_000;

export interface ExecutionCaseOptions {
  /** Also compares the history. */
  compareEvents: boolean;
  /** Before each step the execution is stored and restored, as if the engine had been killed. */
  restarting: boolean;
}

/** Runs a case straight on the interpreter, its recorded mocks as the services. */
export function runExecutionCase(
  testCase: ExecutionCase,
  { compareEvents, restarting }: ExecutionCaseOptions,
): Outcome {
  const played = playOrSkip(testCase, restarting);
  if ("result" in played) return played;
  const { execution, events } = played;
  const comparison = new Comparison();
  const { expected } = testCase;
  if (compareEvents && expected.events !== undefined) {
    const difference = compareHistory(testCase, expected.events, events, comparison);
    if (difference !== undefined) return outcomeOf(difference);
  }
  const { status, output, error, cause } = expected;
  return outcomeOf(
    comparison.difference(
      { status, output, error, cause },
      { status: execution.status, output: execution.output, error: execution.error, cause: execution.cause },
    ),
  );
}

/** Without any recorded answer the case needs the service itself. */
function playOrSkip(testCase: ExecutionCase, restarting: boolean): ReturnType<typeof play> | Outcome {
  try {
    return play(testCase, restarting);
  } catch (error) {
    if (error instanceof NoRecordedAnswer && testCase.mocks === undefined) {
      return skipped("the recording has no answers for its tasks");
    }
    throw error;
  }
}

function play(
  testCase: ExecutionCase,
  restarting: boolean,
): { execution: Execution; events: HistoryEvent[] } {
  let now = Date.UTC(2025, 0, 1);
  let nextId = 1;
  const events: HistoryEvent[] = [];
  const name = testCase.executionName ?? "5f1ad1c2-0001-4000-8000-000000000001";
  const arn = "arn:aws:states:us-east-1:111111111111";
  const machine = loadStateMachine(JSON.stringify(testCase.definition));
  const environment = {
    now: () => now,
    random: () => 0.5,
    // An activity that nobody has worked for was not there when the task came.
    findResourceProblem: (resource: string) =>
      resource.includes(":activity:") && !testCase.mocks?.some(({ kind }) => kind === "activity")
        ? `The activity ${resource} does not exist.`
        : undefined,
    createId: () => `00000000-0000-4000-8000-${String(nextId++).padStart(12, "0")}`,
  };
  const onEvent = (event: HistoryEvent) => events.push(event);
  let execution = startExecution(machine, {
    input: fillInstants(testCase.input ?? "{}", now),
    context: {
      Execution: {
        Id: `${arn}:execution:${testCase.stateMachineName}:${name}`,
        Name: name,
        RoleArn: testCase.roleArn,
        StartTime: new Date(now).toISOString(),
        RedriveCount: 0,
      },
      StateMachine: {
        Id: `${arn}:stateMachine:${testCase.stateMachineName}`,
        Name: testCase.stateMachineName,
      },
    },
    environment,
    onEvent,
  });
  const recorded: Recorded = {
    mocks: [...(testCase.mocks ?? [])],
    workers: workerNames(testCase),
    setupCalls: testCase.setupCalls ?? [],
  };
  for (let step = 0; step < maxSteps && execution.status === "RUNNING"; step += 1) {
    if (restarting) {
      const snapshot = JSON.parse(JSON.stringify(execution.snapshot()));
      execution = restoreExecution(machine, snapshot, { environment, onEvent });
    }
    const effects = execution.advance();
    for (const effect of effects) answer(execution, effect, recorded);
    if (execution.status !== "RUNNING" || effects.some(({ kind }) => kind === "startTask")) continue;
    if (testCase.alsoCalls?.some(({ op }) => op === "StopExecution")) execution.stop(undefined, undefined);
    const [first] = [...execution.timers].sort((one, other) => one.at - other.at);
    if (first === undefined) break;
    now = Math.max(now, first.at);
    execution.timerFired(first.timerId);
  }
  return { execution, events };
}

/** `${now+10d}` stands for an instant so far from now. */
function fillInstants(input: string, now: number): string {
  return input.replace(/\$\{now(?:([+-]\d+)([dhms]))?\}/g, (_all, count = "0", unit = "s") => {
    const seconds = { d: 86_400, h: 3600, m: 60, s: 1 }[String(unit)] ?? 1;
    return new Date(now + Number(count) * seconds * 1000).toISOString().slice(0, 19);
  });
}

/** What the world answers in a case: the tasks' answers that are left, activity workers' names, and the calls that were made before. */
interface Recorded {
  mocks: Mock[];
  workers: (string | undefined)[];
  setupCalls: NonNullable<ExecutionCase["setupCalls"]>;
}

function answer(execution: Execution, effect: Effect, { mocks, workers, setupCalls }: Recorded): void {
  if (effect.kind !== "startTask") return;
  const { taskId, stateName, purpose } = effect.task;
  if (purpose === "itemReader") return execution.taskSucceeded(taskId, storedObject(effect.task, setupCalls));
  const index = mocks.findIndex(({ state }) => state === stateName);
  const [mock] = index === -1 ? [] : mocks.splice(index, 1);
  if (mock === undefined) throw new NoRecordedAnswer(stateName);
  if (mock.events.some((event) => event.endsWith("Started"))) {
    const workerName = workers.shift();
    execution.taskStarted(taskId, workerName === undefined ? {} : { workerName });
  }
  if (mock.submitted !== undefined) execution.taskSubmitted(taskId, toText(mock.submitted));
  if (mock.timeout) return;
  if (mock.error === undefined) execution.taskSucceeded(taskId, toText(mock.output));
  else {
    const { error, cause } = mock.error;
    execution.taskFailed(taskId, error, cause === undefined ? undefined : causeText(mock, cause));
  }
}

/** s3:getObject of an object that the case had put there. */
function storedObject({ arguments: args }: TaskRequest, setupCalls: Recorded["setupCalls"]): string {
  const wanted = new Map(Object.entries(Object(args)));
  const put = setupCalls.find(
    ({ op, params }) =>
      op === "PutObject" && params["Key"] === wanted.get("Key") && params["Bucket"] === wanted.get("Bucket"),
  );
  return JSON.stringify({ Body: put?.params["Body"] ?? null });
}

/** The case's recording has no answer for a task: its order of events was lost, or a service refused before the task. */
class NoRecordedAnswer extends Error {
  constructor(stateName: string) {
    super(`No recorded answer for the state "${stateName}".`);
  }
}

/** A function that is called by its ARN shows its error as Python wrote it, with blanks; through lambda:invoke it has none. */
function causeText({ kind }: Mock, cause: unknown): string {
  return kind === "lambda" && typeof cause === "object" ? toPythonJson(cause) : toText(cause);
}

function toPythonJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(toPythonJson).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${toPythonJson(item)}`);
  return `{${fields.join(", ")}}`;
}

/** The recorder parsed JSON objects; strings are the text as it was. */
function toText(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function workerNames({ expected }: ExecutionCase): (string | undefined)[] {
  const started = expected.events?.filter(({ type }) => type === "ActivityStarted") ?? [];
  return started.map((event) => {
    const details = event["activityStartedEventDetails"];
    const name =
      typeof details === "object" && details !== null && "workerName" in details && details.workerName;
    return typeof name === "string" ? name : undefined;
  });
}

function compareHistory(
  testCase: ExecutionCase,
  recorded: RecordedEvent[],
  events: HistoryEvent[],
  comparison: Comparison,
): string | undefined {
  const expected = structuredClone(recorded);
  for (const { path, "since2024-11": today } of testCase.unstable ?? []) {
    const [, index, field] = /^events\[(\d+)\]\.(\w+)$/.exec(path) ?? [];
    const event = expected[Number(index)];
    if (event !== undefined && field !== undefined) event[field] = today;
  }
  const outputsAreParsed = testCase.flags?.includes("transformer:_convert_output_to_json") ?? false;
  const actual = events.map(({ timestamp: _timestamp, ...event }) =>
    outputsAreParsed ? withParsedOutput(event) : event,
  );
  if (!testCase.concurrent) return comparison.difference(expected, actual, "events");
  return comparison.difference(inFixedOrder(expected), inFixedOrder(actual), "events in fixed order");
}

/** Some recordings have outputs parsed that are neither objects nor arrays. */
function withParsedOutput(event: object): object {
  const text = JSON.stringify(event, (key, value: unknown) =>
    key === "output" && typeof value === "string" ? JSON.parse(value) : value,
  );
  return JSON.parse(text);
}

/** Threads of events interleave as they like: what counts is which events there are. */
function inFixedOrder(events: object[]): unknown[] {
  const keyed = events.map((event) => {
    const facts = Object.entries(event).filter(([key]) => key !== "id" && key !== "previousEventId");
    const details = facts.find(([key]) => key.endsWith("EventDetails"))?.[1];
    const { type } = Object.fromEntries(facts);
    const { name, index } = Object(details);
    return { key: [type, name, index].join(" "), event: Object.fromEntries(facts) };
  });
  return keyed.sort((one, other) => (one.key < other.key ? -1 : 1)).map(({ event }) => event);
}
