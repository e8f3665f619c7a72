import { describe, expect, it } from "vitest";
import { VirtualHost } from "../testing/virtual-host.ts";
import { restoreExecution } from "./start-execution.ts";
import { loadStateMachine } from "./load-state-machine.ts";

const work = { Type: "Task", Resource: "arn:aws:states:::lambda:invoke", Arguments: "{% $states.input %}" };

/** Waits, retries, variables, nested maps and a caught failure. */
const definition = {
  QueryLanguage: "JSONata",
  StartAt: "Set",
  States: {
    Set: { Type: "Pass", Assign: { factor: 3 }, Next: "Fan" },
    Fan: {
      Type: "Parallel",
      Branches: [
        {
          StartAt: "Each",
          States: {
            Each: {
              Type: "Map",
              Items: [[1, 2], [3]],
              MaxConcurrency: 1,
              ItemProcessor: {
                StartAt: "Inner",
                States: {
                  Inner: {
                    Type: "Map",
                    ItemProcessor: {
                      StartAt: "Work",
                      States: {
                        Work: {
                          ...work,
                          TimeoutSeconds: 99,
                          Retry: [{ ErrorEquals: ["Flaky"] }],
                          Next: "Scale",
                        },
                        Scale: { Type: "Pass", Output: "{% $states.input * $factor %}", End: true },
                      },
                    },
                    End: true,
                  },
                },
              },
              End: true,
            },
          },
        },
        {
          StartAt: "Rest",
          States: {
            Rest: { Type: "Wait", Seconds: 10, Next: "Fails" },
            Fails: { ...work, Catch: [{ ErrorEquals: ["Broken"], Next: "Caught" }], End: true },
            Caught: { Type: "Pass", Output: "{% $states.input.Error %}", End: true },
          },
        },
      ],
      End: true,
    },
  },
};

function play(restoring: boolean): VirtualHost {
  return new VirtualHost(definition, {
    restoring,
    answer: ({ stateName, attempt, arguments: args }) => {
      if (stateName === "Fails") return { error: "Broken" };
      return attempt === 0 && args === 2 ? { error: "Flaky" } : { output: args };
    },
  }).run();
}

describe("an execution that is stored and restored before every step", () => {
  it("ends as one that runs through", () => {
    expect(play(true).output).toEqual([[[3, 6], [9]], "Broken"]);
    expect(play(false).output).toEqual(play(true).output);
  });

  it("writes the same history, without a gap or a duplicate", () => {
    expect(play(true).history).toEqual(play(false).history);
    expect(play(true).events.map(({ id }) => id)).toEqual(
      play(true).events.map((_event, index) => index + 1),
    );
  });

  it("names the tasks and timers that the host has to take up again", () => {
    const host = new VirtualHost(
      { StartAt: "Work", States: { Work: { ...work, Arguments: undefined, TimeoutSeconds: 60, End: true } } },
      { answer: () => undefined },
    );
    host.step();
    host.restart();
    expect(host.execution.runningTasks).toEqual(host.tasks);
    expect(host.execution.timers).toEqual([
      { timerId: "timer-1", at: host.now + 60_000, purpose: "deadline" },
    ]);
    host.execution.taskSucceeded("task-1", '"late"');
    host.execution.advance();
    expect(host.output).toBe("late");
  });
});

describe("a snapshot that is none", () => {
  const machine = loadStateMachine('{"StartAt":"A","States":{"A":{"Type":"Succeed"}}}');
  const options = {
    environment: { now: () => 0, random: () => 0, createId: () => "" },
    onEvent: () => {},
  };

  it("is refused with what is wrong", () => {
    expect(() => restoreExecution(machine, null, options)).toThrow(
      "The snapshot is damaged: it has no branches.",
    );
    expect(() => restoreExecution(machine, { branches: [], version: 2 }, options)).toThrow(
      "The snapshot has version 2, this engine reads version 1.",
    );
  });
});
