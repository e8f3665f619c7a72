import { describe, expect, it } from "vitest";
import { VirtualHost } from "../testing/virtual-host.ts";

const task = { Type: "Task", Resource: "arn:aws:states:::lambda:invoke" };
const one = (state: object) => ({ StartAt: "One", States: { One: { ...state, End: true } } });

/** Answers tasks by their state's name: an error while it is in `bad`, else the name. */
function host(definition: object, bad: Set<string>, input: object = {}) {
  return new VirtualHost(definition, {
    input: { ...input },
    answer: ({ stateName, arguments: args }) => {
      const key = typeof args === "number" ? `${stateName}${args}` : stateName;
      return bad.has(key) ? { error: "Bad", cause: key } : { output: key };
    },
  });
}

describe("an execution that is redriven", () => {
  it("goes on with the state that failed, under the same history", () => {
    const bad = new Set(["Second"]);
    const machine = {
      StartAt: "First",
      States: { First: { ...task, Next: "Second" }, Second: { ...task, End: true } },
    };
    const run = host(machine, bad).run();
    expect(run.execution).toMatchObject({ status: "FAILED", error: "Bad", canRedrive: true });
    bad.clear();
    run.redrive().run();
    expect(run.execution).toMatchObject({ status: "SUCCEEDED", output: '"Second"', canRedrive: false });
    expect(run.tasks.map(({ stateName }) => stateName)).toEqual(["First", "Second", "Second"]);
    expect(run.history.slice(-7)).toEqual([
      "11<10 ExecutionFailed",
      "12<11 ExecutionRedriven",
      "13<12 TaskScheduled",
      "14<13 TaskStarted",
      "15<14 TaskSucceeded",
      "16<15 TaskStateExited",
      "17<16 ExecutionSucceeded",
    ]);
    expect(run.events[11]).toMatchObject({ executionRedrivenEventDetails: { redriveCount: 1 } });
  });

  it("counts its redrives in the context object and begins retries anew", () => {
    const bad = new Set(["Try"]);
    const Retry = [{ ErrorEquals: ["States.ALL"], MaxAttempts: 1 }];
    const ResultSelector = { "count.$": "$$.Execution.RedriveCount", "retries.$": "$$.State.RetryCount" };
    const run = host(
      { StartAt: "Try", States: { Try: { ...task, Retry, ResultSelector, End: true } } },
      bad,
    ).run();
    expect(run.tasks).toHaveLength(2);
    run.redrive().run();
    expect(run.tasks).toHaveLength(4);
    bad.clear();
    run.redrive().run();
    expect(run.output).toEqual({ count: 2, retries: 0 });
  });

  it("runs only the branches of a Parallel again that failed or were cut off", () => {
    const bad = new Set(["B"]);
    const branch = (name: string) => ({ StartAt: name, States: { [name]: { ...task, End: true } } });
    const waiting = {
      StartAt: "Hold",
      States: { Hold: { Type: "Wait", Seconds: 60, Next: "C" }, C: { ...task, End: true } },
    };
    const machine = {
      StartAt: "All",
      States: { All: { Type: "Parallel", Branches: [branch("A"), branch("B"), waiting], End: true } },
    };
    const run = host(machine, bad).run();
    expect(run.execution.status).toBe("FAILED");
    bad.clear();
    run.redrive().run();
    expect(run.output).toEqual(["A", "B", "C"]);
    expect(run.tasks.map(({ stateName }) => stateName)).toEqual(["A", "B", "B", "C"]);
  });

  it("runs only the iterations of a Map again that failed, and those that had not begun", () => {
    const bad = new Set(["One2"]);
    const machine = {
      StartAt: "Each",
      States: {
        Each: { Type: "Map", ItemsPath: "$.list", MaxConcurrency: 1, ItemProcessor: one(task), End: true },
      },
    };
    const run = host(machine, bad, { list: [1, 2, 3] }).run();
    bad.clear();
    run.redrive().run();
    expect(run.output).toEqual(["One1", "One2", "One3"]);
    expect(run.tasks.map(({ arguments: args }) => args)).toEqual([1, 2, 2, 3]);
  });

  it("finds its way into nested branches, with their variables", () => {
    const bad = new Set(["Deep2"]);
    const deep = {
      StartAt: "Keep",
      States: {
        Keep: { Type: "Pass", Assign: { "kept.$": "$" }, Next: "Deep" },
        Deep: { ...task, ResultSelector: { "kept.$": "$kept" }, End: true },
      },
    };
    const machine = {
      StartAt: "Outer",
      States: {
        Outer: {
          Type: "Parallel",
          Branches: [one({ Type: "Map", ItemsPath: "$.list", ItemProcessor: deep })],
          End: true,
        },
      },
    };
    const run = host(machine, bad, { list: [1, 2] }).run();
    expect(run.execution.status).toBe("FAILED");
    bad.clear();
    run.redrive().run();
    expect(run.output).toEqual([[{ kept: 1 }, { kept: 2 }]]);
    expect(run.tasks.map(({ arguments: args }) => args)).toEqual([1, 2, 2]);
  });

  it("goes on after a stop and after its own timeout, whose time begins anew", () => {
    const machine = { TimeoutSeconds: 10, ...one(task) };
    const run = new VirtualHost(machine, { answer: () => undefined }).run();
    expect(run.execution.status).toBe("TIMED_OUT");
    run.redrive();
    expect(run.execution.timers).toEqual([expect.objectContaining({ at: run.now + 10_000 })]);
    run.execution.stop("Mine", undefined);
    expect(run.execution.status).toBe("ABORTED");
    run.redrive();
    const [running] = run.execution.runningTasks;
    run.execution.taskSucceeded(running?.taskId ?? "", '"done"');
    run.execution.advance();
    expect(run.execution.output).toBe('"done"');
  });

  it("enters a Fail state again and fails again", () => {
    const run = host({ StartAt: "No", States: { No: { Type: "Fail", Error: "E" } } }, new Set()).run();
    run.redrive().run();
    expect(run.history.slice(-3)).toEqual([
      "4<3 ExecutionRedriven",
      "5<4 FailStateEntered",
      "6<5 ExecutionFailed",
    ]);
  });

  it("is no other than one that was stored between", () => {
    const bad = new Set(["One2"]);
    const machine = {
      StartAt: "Each",
      States: { Each: { Type: "Map", ItemsPath: "$.list", ItemProcessor: one(task), End: true } },
    };
    const run = host(machine, bad, { list: [1, 2, 3] }).run();
    bad.clear();
    run.redrive();
    run.restart();
    run.run();
    expect(run.output).toEqual(["One1", "One2", "One3"]);
  });
});

it("an execution that has succeeded cannot be redriven", () => {
  const run = host(one(task), new Set()).run();
  expect(run.execution.canRedrive).toBe(false);
  expect(() => run.redrive()).toThrow("cannot be redriven");
});
