/** State machines of the shapes that cross a crash in different ways; each ends in a few seconds when nobody kills it. */

interface Shape {
  name: string;
  definition: object;
  /** Executions of the test. */
  count: number;
  /** Behind the state machine's ARN at a start. */
  testCase?: string;
}

const accountArn = "arn:aws:states:us-east-1:000000000000";
export const activityArn = `${accountArn}:activity:ask`;
export const stateMachineArn = (name: string) => `${accountArn}:stateMachine:${name}`;

const flow = (name: string, state: object) => ({
  StartAt: name,
  States: { [name]: { ...state, End: true } },
});
const wait = (Seconds: number) => ({ Type: "Wait", Seconds });
const retryAll = [{ ErrorEquals: ["States.ALL"], IntervalSeconds: 1, BackoffRate: 1, MaxAttempts: 30 }];

/** The child comes first: another shape starts it. */
export const shapes: readonly Shape[] = [
  { name: "child", count: 20, definition: flow("Nap", wait(1)) },
  {
    name: "steps",
    count: 60,
    definition: {
      StartAt: "One",
      States: {
        One: { Type: "Pass", Result: 1, ResultPath: "$.one", Next: "Two" },
        Two: { Type: "Pass", Parameters: { "all.$": "$" }, End: true },
      },
    },
  },
  {
    name: "waits",
    count: 40,
    definition: {
      StartAt: "First",
      States: { First: { ...wait(1), Next: "Second" }, Second: { ...wait(2), End: true } },
    },
  },
  {
    name: "branches",
    count: 30,
    definition: {
      ...flow("All", { Type: "Parallel", Branches: [flow("Short", wait(1)), flow("Long", wait(2))] }),
    },
  },
  {
    name: "items",
    count: 30,
    definition: flow("Each", {
      Type: "Map",
      ItemsPath: "$.items",
      MaxConcurrency: 5,
      ItemProcessor: flow("Rest", wait(1)),
    }),
  },
  {
    name: "flaky",
    count: 30,
    testCase: "BusyTwice",
    definition: flow("Work", { Type: "Task", Resource: "arn:aws:states:::sqs:sendMessage", Retry: retryAll }),
  },
  {
    name: "parent",
    count: 20,
    definition: flow("Child", {
      Type: "Task",
      Resource: "arn:aws:states:::states:startExecution.sync:2",
      Parameters: { StateMachineArn: stateMachineArn("child") },
    }),
  },
  {
    name: "ask",
    count: 30,
    // A worker's answer may be lost with the engine that gave it the task: then the heartbeat ends it.
    definition: flow("Ask", { Type: "Task", Resource: activityArn, HeartbeatSeconds: 2, Retry: retryAll }),
  },
  {
    name: "process",
    count: 20,
    definition: flow("Run", {
      Type: "Task",
      Resource: "arn:aws:states:::ecs:runTask.sync",
      Parameters: {
        LaunchType: "FARGATE",
        Cluster: "crash",
        TaskDefinition: "crash",
        NetworkConfiguration: { AwsvpcConfiguration: { Subnets: ["subnet-0123456789abcdef0"] } },
        Overrides: {
          ContainerOverrides: [
            {
              Name: "main",
              "Command.$":
                "States.Array('sh', '-c', States.Format('echo {} >> ran.txt; sleep 0.2', $$.Execution.Name))",
            },
          ],
        },
      },
      Retry: retryAll,
    }),
  },
];

export const input = JSON.stringify({ items: Array.from({ length: 12 }, (_, index) => index) });

export const mockConfig = {
  StateMachines: { flaky: { TestCases: { BusyTwice: { Work: "Busy" } } } },
  MockedResponses: {
    Busy: { "0-1": { Throw: { Error: "Busy", Cause: "come again" } }, "2": { Return: { done: true } } },
  },
};

/** Shapes whose history is the same however often the engine died. */
export const undisturbed: Readonly<Record<string, { [type: string]: number }>> = {
  child: { WaitStateEntered: 1, WaitStateExited: 1 },
  steps: { PassStateEntered: 2, PassStateExited: 2 },
  waits: { WaitStateEntered: 2, WaitStateExited: 2 },
  branches: {
    ParallelStateEntered: 1,
    ParallelStateStarted: 1,
    WaitStateEntered: 2,
    WaitStateExited: 2,
    ParallelStateSucceeded: 1,
    ParallelStateExited: 1,
  },
  items: {
    MapStateEntered: 1,
    MapStateStarted: 1,
    MapIterationStarted: 12,
    WaitStateEntered: 12,
    WaitStateExited: 12,
    MapIterationSucceeded: 12,
    MapStateSucceeded: 1,
    MapStateExited: 1,
  },
  flaky: {
    TaskStateEntered: 1,
    TaskScheduled: 3,
    TaskStarted: 3,
    TaskFailed: 2,
    TaskSucceeded: 1,
    TaskStateExited: 1,
  },
  parent: {
    TaskStateEntered: 1,
    TaskScheduled: 1,
    TaskStarted: 1,
    TaskSubmitted: 1,
    TaskSucceeded: 1,
    TaskStateExited: 1,
  },
};
