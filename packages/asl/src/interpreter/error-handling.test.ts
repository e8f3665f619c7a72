import { describe, expect, it } from "vitest";
import { type TaskAnswer, VirtualHost } from "../testing/virtual-host.ts";

const lambda = "arn:aws:states:::lambda:invoke";

function task(rest: object, answer: (attempt: number) => TaskAnswer, more: object = {}): VirtualHost {
  const states = { Work: { Type: "Task", Resource: lambda, Arguments: {}, End: true, ...rest }, ...more };
  return new VirtualHost(
    { QueryLanguage: "JSONata", StartAt: "Work", States: states },
    { answer: ({ attempt }) => answer(attempt) },
  ).run();
}

const start = Date.UTC(2025, 0, 1);

describe("Retry", () => {
  it("tries three times more by default, after 1, 2 and 4 seconds", () => {
    const host = task({ Retry: [{ ErrorEquals: ["Flaky"] }] }, () => ({ error: "Flaky" }));
    expect(host.tasks.map(({ attempt }) => attempt)).toEqual([0, 1, 2, 3]);
    expect(host.now - start).toBe(7000);
    expect(host.execution).toMatchObject({ status: "FAILED", error: "Flaky" });
  });

  it("does not take what the host says is final, nor does Catch", () => {
    const takesAll = { ErrorEquals: ["States.ALL"] };
    const host = task({ Retry: [takesAll], Catch: [{ ...takesAll, Next: "Caught" }] }, () => undefined, {
      Caught: { Type: "Pass", End: true },
    });
    host.execution.taskFailed("task-1", "States.Runtime", "no such field", true);
    host.run();
    expect(host.execution).toMatchObject({
      status: "FAILED",
      error: "States.Runtime",
      cause: "no such field",
    });
    expect(host.tasks).toHaveLength(1);
  });

  it("leaves no event of its own", () => {
    const host = task({ Retry: [{ ErrorEquals: ["Flaky"] }] }, (attempt) =>
      attempt === 0 ? { error: "Flaky" } : { output: 1 },
    );
    expect(host.history.slice(2)).toEqual([
      "3<2 TaskScheduled",
      "4<3 TaskStarted",
      "5<4 TaskFailed",
      "6<5 TaskScheduled",
      "7<6 TaskStarted",
      "8<7 TaskSucceeded",
      "9<8 TaskStateExited",
      "10<9 ExecutionSucceeded",
    ]);
  });

  it("keeps the delay below MaxDelaySeconds", () => {
    const retrier = {
      ErrorEquals: ["Flaky"],
      IntervalSeconds: 2,
      BackoffRate: 10,
      MaxAttempts: 3,
      MaxDelaySeconds: 5,
    };
    const host = task({ Retry: [retrier] }, () => ({ error: "Flaky" }));
    expect(host.now - start).toBe(2000 + 5000 + 5000);
  });

  it("shortens the delay at random with FULL jitter", () => {
    const host = task(
      { Retry: [{ ErrorEquals: ["Flaky"], JitterStrategy: "FULL", MaxAttempts: 1 }] },
      () => ({
        error: "Flaky",
      }),
    );
    expect(host.now - start).toBe(500);
  });

  it("counts each retrier's attempts by themselves", () => {
    const errors = ["A", "B", "A", "B", "A"];
    const retry = [
      { ErrorEquals: ["A"], MaxAttempts: 2 },
      { ErrorEquals: ["B"], MaxAttempts: 1 },
    ];
    const host = task({ Retry: retry }, (attempt) => ({ error: errors[attempt] ?? "A" }));
    expect(host.tasks).toHaveLength(4);
    expect(host.execution.error).toBe("B");
  });

  it("never takes States.Runtime", () => {
    const host = new VirtualHost({
      StartAt: "Work",
      States: {
        Work: {
          Type: "Task",
          Resource: lambda,
          Parameters: { "x.$": "$.missing" },
          Retry: [{ ErrorEquals: ["States.ALL"] }],
          Catch: [{ ErrorEquals: ["States.ALL"], Next: "Work" }],
          End: true,
        },
      },
    }).run();
    expect(host.execution).toMatchObject({ status: "FAILED", error: "States.Runtime" });
    expect(host.tasks).toHaveLength(0);
  });

  it("tries a whole Map again without telling of its failure", () => {
    let runs = 0;
    const host = new VirtualHost(
      {
        QueryLanguage: "JSONata",
        StartAt: "Each",
        States: {
          Each: {
            Type: "Map",
            Items: [1, 2],
            Retry: [{ ErrorEquals: ["Flaky"] }],
            ItemProcessor: {
              StartAt: "Work",
              States: { Work: { Type: "Task", Resource: lambda, Arguments: {}, End: true } },
            },
            End: true,
          },
        },
      },
      { answer: () => ((runs += 1) === 1 ? { error: "Flaky" } : { output: runs }) },
    ).run();
    expect(host.execution.status).toBe("SUCCEEDED");
    expect(host.history.filter((line) => line.endsWith("MapStateStarted"))).toHaveLength(2);
    expect(host.history.filter((line) => line.endsWith("MapStateFailed"))).toHaveLength(0);
  });
});

describe("Catch", () => {
  const caught = { Caught: { Type: "Pass", End: true } };

  it("goes where the first fitting catcher says, with the error as output", () => {
    const host = task(
      {
        Catch: [
          { ErrorEquals: ["Other"], Next: "Work" },
          { ErrorEquals: ["States.ALL"], Next: "Caught" },
        ],
      },
      () => ({ error: "Broken", cause: "pipe" }),
      caught,
    );
    expect(host.output).toEqual({ Error: "Broken", Cause: "pipe" });
  });

  it("lets Assign and Output see the error", () => {
    const catcher = {
      ErrorEquals: ["States.TaskFailed"],
      Assign: { name: "{% $states.errorOutput.Error %}" },
      Output: { why: "{% $states.errorOutput.Cause %}" },
      Next: "Caught",
    };
    const host = task({ Catch: [catcher] }, () => ({ error: "Broken", cause: "pipe" }), {
      Caught: { Type: "Pass", Output: "{% [$name, $states.input.why] %}", End: true },
    });
    expect(host.output).toEqual(["Broken", "pipe"]);
  });

  it("does not take a timeout for a failed task", () => {
    const host = task(
      { TimeoutSeconds: 3, Catch: [{ ErrorEquals: ["States.TaskFailed"], Next: "Caught" }] },
      () => undefined,
      caught,
    );
    expect(host.execution).toMatchObject({ status: "FAILED", error: "States.Timeout" });
  });

  it("keeps the input beside the error where ResultPath says", () => {
    const host = new VirtualHost(
      {
        StartAt: "Work",
        States: {
          Work: {
            Type: "Task",
            Resource: lambda,
            Catch: [{ ErrorEquals: ["States.ALL"], ResultPath: "$.error", Next: "Caught" }],
            End: true,
          },
          ...caught,
        },
      },
      { input: { kept: true }, answer: () => ({ error: "Broken" }) },
    ).run();
    expect(host.output).toEqual({ kept: true, error: { Error: "Broken" } });
  });

  it("takes a result that has no place in the input, by either of its names", () => {
    const host = new VirtualHost(
      {
        StartAt: "Work",
        States: {
          Work: {
            Type: "Task",
            Resource: lambda,
            ResultPath: "$.result",
            Catch: [{ ErrorEquals: ["States.ResultPathMatchFailure"], Next: "Caught" }],
            End: true,
          },
          ...caught,
        },
      },
      { input: "text" },
    ).run();
    expect(host.output).toEqual({
      Error: "States.ReferencePathConflict",
      Cause: 'Unable to apply ReferencePath $.result to input "text"',
    });
  });

  it("takes a failed expression of a Task", () => {
    const host = task(
      { Output: "{% $nothing %}", Catch: [{ ErrorEquals: ["States.QueryEvaluationError"], Next: "Caught" }] },
      () => ({ output: 1 }),
      caught,
    );
    expect(host.execution.status).toBe("SUCCEEDED");
    expect(host.history).toContain("5<4 TaskSucceeded");
    expect(host.history).toContain("6<5 EvaluationFailed");
  });
});

describe("a task's time", () => {
  it("is over after TimeoutSeconds: the work is cancelled and the state fails", () => {
    const host = task({ TimeoutSeconds: 30 }, () => undefined);
    expect(host.now - start).toBe(30_000);
    expect(host.history.slice(-2)).toEqual(["5<4 TaskTimedOut", "6<5 ExecutionFailed"]);
    expect(host.execution.advance()).toEqual([{ kind: "cancelTask", taskId: "task-1" }]);
  });

  it("may come from an expression", () => {
    const host = task({ TimeoutSeconds: "{% 2 * 5 %}" }, () => undefined);
    expect(host.tasks[0]?.timeoutSeconds).toBe(10);
    expect(host.now - start).toBe(10_000);
  });

  it("begins anew with each heartbeat", () => {
    const host = new VirtualHost(
      {
        StartAt: "Work",
        States: {
          Work: {
            Type: "Task",
            Resource: "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
            HeartbeatSeconds: 10,
            Catch: [{ ErrorEquals: ["States.HeartbeatTimeout"], Next: "Caught" }],
            End: true,
          },
          Caught: { Type: "Pass", End: true },
        },
      },
      { answer: () => undefined },
    );
    host.step();
    host.now += 9000;
    host.execution.taskHeartbeat("task-1");
    expect(host.execution.timers).toEqual([{ timerId: "timer-2", at: start + 19_000, purpose: "deadline" }]);
    host.run();
    expect(host.now - start).toBe(19_000);
    expect(host.output).toEqual({ Error: "States.Timeout" });
  });

  it("carries a token that the arguments can name", () => {
    const host = new VirtualHost(
      {
        QueryLanguage: "JSONata",
        StartAt: "Work",
        States: {
          Work: {
            Type: "Task",
            Resource: "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
            Arguments: { token: "{% $states.context.Task.Token %}" },
            End: true,
          },
        },
      },
      { answer: () => ({ output: "done" }) },
    ).run();
    expect(host.tasks[0]).toMatchObject({ taskToken: "id-1", arguments: { token: "id-1" } });
    expect(host.output).toBe("done");
  });
});

describe("a failing branch", () => {
  it("ends the execution at once when nobody may catch its error", () => {
    const inner = {
      StartAt: "Fast",
      States: { Fast: { Type: "Pass", Parameters: { "m.$": "$.nope" }, End: true } },
    };
    const host = new VirtualHost({
      StartAt: "P",
      States: {
        P: {
          Type: "Parallel",
          Branches: [inner],
          Catch: [{ ErrorEquals: ["States.ALL"], Next: "P" }],
          End: true,
        },
      },
    }).run();
    expect(host.history.slice(2)).toEqual([
      "3<2 ParallelStateStarted",
      "4<3 PassStateEntered",
      "5<4 ExecutionFailed",
    ]);
    expect(host.execution).toMatchObject({
      error: "States.Runtime",
      cause:
        "An error occurred while executing the state 'Fast' (entered at the event id #4). The JSONPath '$.nope' specified for the field 'm.$' could not be found in the input '{}'",
    });
  });

  it("cuts the others off and cancels their work", () => {
    const branch = (name: string) => ({
      StartAt: name,
      States: { [name]: { Type: "Task", Resource: lambda, Arguments: { name }, End: true } },
    });
    const host = new VirtualHost(
      {
        QueryLanguage: "JSONata",
        StartAt: "Both",
        States: { Both: { Type: "Parallel", Branches: [branch("Slow"), branch("Bad")], End: true } },
      },
      { answer: ({ stateName }) => (stateName === "Bad" ? { error: "Broken" } : undefined) },
    ).run();
    expect(host.execution).toMatchObject({ status: "FAILED", error: "Broken" });
    expect(host.execution.advance()).toEqual([{ kind: "cancelTask", taskId: "task-1" }]);
    expect(host.history.slice(-4)).toEqual([
      "10<9 TaskFailed",
      "11<8 TaskStateAborted",
      "12<10 ParallelStateFailed",
      "13<12 ExecutionFailed",
    ]);
  });

  it("tells which iterations of a Map failed and which were cut off", () => {
    const host = new VirtualHost(
      {
        QueryLanguage: "JSONata",
        StartAt: "Each",
        States: {
          Each: {
            Type: "Map",
            Items: ["slow", "bad"],
            ItemProcessor: {
              StartAt: "Work",
              States: {
                Work: {
                  Type: "Task",
                  Resource: lambda,
                  Arguments: "{% {'what': $states.input} %}",
                  End: true,
                },
              },
            },
            End: true,
          },
        },
      },
      {
        answer: (request) =>
          JSON.stringify(request.arguments).includes("bad") ? { error: "Broken" } : undefined,
      },
    ).run();
    const told = host.events.flatMap(({ type, ...event }) => {
      const details = event[`m${type.slice(1)}EventDetails`];
      return type.startsWith("MapIteration") ? [`${type} ${JSON.stringify(details)}`] : [];
    });
    expect(told).toEqual([
      'MapIterationStarted {"name":"Each","index":0}',
      'MapIterationStarted {"name":"Each","index":1}',
      'MapIterationFailed {"name":"Each","index":1}',
      'MapIterationAborted {"name":"Each","index":0}',
    ]);
  });
});
