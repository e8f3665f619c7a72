import { describe, expect, it } from "vitest";
import { VirtualHost } from "../testing/virtual-host.ts";

const ecsTask = "arn:aws:states:::ecs:runTask.sync";

function machine(states: object, rest: object = {}): object {
  return { QueryLanguage: "JSONata", StartAt: Object.keys(states)[0], States: states, ...rest };
}

describe("an execution", () => {
  it("waits a year without taking any time", () => {
    const host = new VirtualHost(machine({ Year: { Type: "Wait", Seconds: 31_536_000, End: true } })).run();
    expect(host.execution.status).toBe("SUCCEEDED");
    expect(new Date(host.now).toISOString()).toBe("2026-01-01T00:00:00.000Z");
  });

  it("does nothing until advance is called", () => {
    const host = new VirtualHost(machine({ Only: { Type: "Pass", End: true } }));
    expect(host.history).toEqual(["1<0 ExecutionStarted"]);
  });

  it("links its events as AWS does", () => {
    const host = new VirtualHost(
      machine({ First: { Type: "Pass", Next: "Last" }, Last: { Type: "Succeed" } }),
    ).run();
    expect(host.history).toEqual([
      "1<0 ExecutionStarted",
      "2<0 PassStateEntered",
      "3<2 PassStateExited",
      "4<3 SucceedStateEntered",
      "5<4 SucceedStateExited",
      "6<5 ExecutionSucceeded",
    ]);
  });

  it("hands its first state the input's text as it came, blanks included", () => {
    const host = new VirtualHost(machine({ Only: { Type: "Pass", End: true } }), { inputText: "[1,  2.0]" });
    host.run();
    expect(host.execution.output).toBe("[1,  2.0]");
  });

  it("ends as TIMED_OUT when its time is over, and stops its work", () => {
    const host = new VirtualHost(
      machine({ Work: { Type: "Task", Resource: ecsTask, End: true } }, { TimeoutSeconds: 60 }),
      { answer: () => undefined },
    ).run();
    expect(host.execution).toMatchObject({ status: "TIMED_OUT", error: undefined });
    expect(host.events.at(-1)).toMatchObject({
      id: 5,
      previousEventId: 0,
      type: "ExecutionTimedOut",
      executionTimedOutEventDetails: { error: "States.Timeout" },
    });
    expect(host.execution.advance()).toEqual([{ kind: "cancelTask", taskId: "task-1" }]);
    expect(host.execution.runningTasks).toEqual([]);
    expect(host.execution.timers).toEqual([]);
  });

  it("can be stopped in the middle of a parallel task and a wait", () => {
    const branch = (name: string, state: object) => ({ StartAt: name, States: { [name]: state } });
    const host = new VirtualHost(
      machine({
        Both: {
          Type: "Parallel",
          Branches: [
            branch("Work", { Type: "Task", Resource: ecsTask, End: true }),
            branch("Rest", { Type: "Wait", Seconds: 5, End: true }),
          ],
          End: true,
        },
      }),
      { answer: () => undefined },
    );
    host.step();
    host.execution.stop("Tired", "of waiting");
    expect(host.execution).toMatchObject({ status: "ABORTED", error: "Tired", cause: "of waiting" });
    expect(host.events.at(-1)).toMatchObject({
      previousEventId: 0,
      type: "ExecutionAborted",
      executionAbortedEventDetails: { error: "Tired", cause: "of waiting" },
    });
    expect(host.execution.advance()).toEqual([
      { kind: "cancelTask", taskId: "task-1" },
      { kind: "cancelTimer", timerId: "timer-1" },
    ]);
  });

  it("ignores what it is told after its end", () => {
    const host = new VirtualHost(machine({ Work: { Type: "Task", Resource: ecsTask, End: true } }), {
      answer: () => undefined,
    });
    host.step();
    host.execution.stop(undefined, undefined);
    const told = host.history.length;
    host.execution.taskSucceeded("task-1", "{}");
    host.execution.taskHeartbeat("task-1");
    host.execution.timerFired("timer-1");
    host.execution.stop("again", undefined);
    expect(host.history).toHaveLength(told);
    expect(host.execution.status).toBe("ABORTED");
  });

  it("fails with its 25,000th event", () => {
    const host = new VirtualHost(
      machine({
        Again: { Type: "Pass", Next: "Ever" },
        Ever: { Type: "Choice", Choices: [{ Condition: true, Next: "Again" }], Default: "Done" },
        Done: { Type: "Succeed" },
      }),
    ).run();
    expect(host.events).toHaveLength(25_000);
    expect(host.execution).toMatchObject({
      status: "FAILED",
      error: "States.Runtime",
      cause: "The execution reached the maximum number of history events (25000).",
    });
    expect(host.events.at(-1)?.type).toBe("ExecutionFailed");
  });

  it("fails when a state's output is over 256 KiB", () => {
    const host = new VirtualHost(
      machine({ Big: { Type: "Pass", Output: "{% $pad('', 262145, 'x') %}", End: true } }),
    ).run();
    expect(host.execution).toMatchObject({
      status: "FAILED",
      error: "States.DataLimitExceeded",
      cause:
        "The state/task 'Big' returned a result with a size exceeding the maximum number of bytes service limit.",
    });
  });

  it("fails before a task is scheduled whose resource the host does not have", () => {
    const resource = "arn:aws:states:us-east-1:111111111111:activity:gone";
    const host = new VirtualHost(machine({ Work: { Type: "Task", Resource: resource, End: true } }));
    host.environment.findResourceProblem = (arn) => `The activity ${arn} does not exist.`;
    host.run();
    expect(host.history.slice(2)).toEqual(["3<2 ExecutionFailed"]);
    expect(host.execution.cause).toBe(
      `An error occurred while executing the state 'Work' (entered at the event id #2). The activity ${resource} does not exist.`,
    );
  });

  it("fails with States.Runtime when no choice holds and there is no default", () => {
    const host = new VirtualHost(
      machine({
        Which: { Type: "Choice", Choices: [{ Condition: "{% $states.input.x = 1 %}", Next: "One" }] },
        One: { Type: "Succeed" },
      }),
    ).run();
    expect(host.execution).toMatchObject({
      status: "FAILED",
      error: "States.Runtime",
      cause:
        "An error occurred while executing the state 'Which' (entered at the event id #2). Failed to transition out of the state. The state does not point to a next state.",
    });
  });
});

describe("variables", () => {
  it("are visible from the next state on, and in the branches", () => {
    const host = new VirtualHost(
      machine({
        Set: { Type: "Pass", Assign: { x: 1 }, Next: "Fan" },
        Fan: {
          Type: "Map",
          Items: [1, 2],
          ItemProcessor: {
            StartAt: "Add",
            States: { Add: { Type: "Pass", Output: "{% $states.input + $x %}", End: true } },
          },
          End: true,
        },
      }),
    ).run();
    expect(host.output).toEqual([2, 3]);
  });

  it("stay in the branch that assigns them", () => {
    const host = new VirtualHost(
      machine({
        Fan: {
          Type: "Parallel",
          Branches: [{ StartAt: "Set", States: { Set: { Type: "Pass", Assign: { inner: 1 }, End: true } } }],
          Next: "Read",
        },
        Read: { Type: "Pass", Output: "{% $exists($inner) %}", End: true },
      }),
    ).run();
    expect(host.output).toBe(false);
  });
});
