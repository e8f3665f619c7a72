import { describe, expect, it } from "vitest";
import type { Json } from "../../json/json.ts";
import { type TaskAnswer, VirtualHost } from "../../testing/virtual-host.ts";

const task = {
  Type: "Task",
  Resource: "arn:aws:states:::lambda:invoke",
  Arguments: "{% $states.input %}",
  End: true,
};

function map(rest: object, states: object = { Only: { Type: "Pass", End: true } }): object {
  return {
    QueryLanguage: "JSONata",
    StartAt: "Each",
    States: {
      Each: {
        Type: "Map",
        Label: "work",
        ItemProcessor: {
          ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" },
          StartAt: Object.keys(states)[0],
          States: states,
        },
        End: true,
        ...rest,
      },
    },
  };
}

/** Answers 1, 2, … with themselves, and fails the ones that are named. */
function failing(...bad: Json[]): (request: { arguments: Json }) => TaskAnswer {
  return ({ arguments: args }) => (bad.includes(args) ? { error: "Bad", cause: "item" } : { output: args });
}

describe("a distributed Map", () => {
  it("runs a child execution for each item and tells of the map run only", () => {
    const host = new VirtualHost(map({ Items: [1, 2, 3] })).run();
    expect(host.output).toEqual([1, 2, 3]);
    expect(host.history).toEqual([
      "1<0 ExecutionStarted",
      "2<0 MapStateEntered",
      "3<2 MapStateStarted",
      "4<3 MapRunStarted",
      "5<4 MapRunSucceeded",
      "6<5 MapStateSucceeded",
      "7<4 MapStateExited",
      "8<7 ExecutionSucceeded",
    ]);
    expect(host.events[3]).toMatchObject({
      mapRunStartedEventDetails: {
        mapRunArn: "arn:aws:states:us-east-1:111111111111:mapRun:machine/work:id-1",
      },
    });
  });

  it("gives a child its own context and no variables of the parent", () => {
    const read =
      "{% {'id': $states.context.Execution.Id, 'machine': $states.context.StateMachine.Name, 'input': $states.context.Execution.Input, 'x': $exists($x)} %}";
    const definition = map({ Items: ["a"], Assign: {} }, { Read: { Type: "Pass", Output: read, End: true } });
    const host = new VirtualHost({
      QueryLanguage: "JSONata",
      StartAt: "Set",
      States: { Set: { Type: "Pass", Assign: { x: 1 }, Next: "Each" }, ...Object(definition).States },
    }).run();
    expect(host.output).toEqual([
      {
        id: "arn:aws:states:us-east-1:111111111111:execution:machine/work:id-2",
        machine: "machine/work",
        input: "a",
        x: false,
      },
    ]);
  });

  it("selects and batches items", () => {
    const host = new VirtualHost(
      map({
        Items: [1, 2, 3],
        ItemSelector: { n: "{% $states.context.Map.Item.Value %}" },
        ItemBatcher: { MaxItemsPerBatch: 2, BatchInput: { of: "{% $states.context.Execution.Name %}" } },
      }),
    ).run();
    expect(host.output).toEqual([
      { BatchInput: { of: "run" }, Items: [{ n: 1 }, { n: 2 }] },
      { BatchInput: { of: "run" }, Items: [{ n: 3 }] },
    ]);
  });

  it("hands the children's tasks and timers to the host under ids of their own", () => {
    const states = { Work: { ...task, TimeoutSeconds: 60 } };
    const host = new VirtualHost(map({ Items: [1, 2] }, states), { answer: () => undefined });
    host.step();
    host.restart();
    expect(host.execution.runningTasks.map(({ taskId }) => taskId)).toEqual([
      "child-1/task-1",
      "child-2/task-1",
    ]);
    expect(host.execution.timers.map(({ timerId }) => timerId)).toEqual([
      "child-1/timer-1",
      "child-2/timer-1",
    ]);
    host.execution.taskSucceeded("child-2/task-1", '"two"');
    host.execution.taskSucceeded("child-1/task-1", '"one"');
    host.execution.advance();
    expect(host.output).toEqual(["one", "two"]);
    expect(host.execution.timers).toEqual([]);
  });

  it("runs as many children at a time as MaxConcurrency says", () => {
    const host = new VirtualHost(map({ Items: [1, 2, 3], MaxConcurrency: 2 }, { Work: task }), {
      answer: () => undefined,
    });
    host.step();
    expect(host.execution.runningTasks).toHaveLength(2);
    host.execution.taskSucceeded("child-1/task-1", "1");
    host.step();
    expect(host.execution.runningTasks.map(({ arguments: args }) => args)).toEqual([2, 3]);
  });

  it("stops with everything that it started", () => {
    const host = new VirtualHost(map({ Items: [1, 2] }, { Work: task }), { answer: () => undefined });
    host.step();
    host.execution.stop(undefined, undefined);
    expect(host.execution.advance()).toEqual([
      { kind: "cancelTask", taskId: "child-1/task-1" },
      { kind: "cancelTask", taskId: "child-2/task-1" },
    ]);
    expect(host.execution.runningTasks).toEqual([]);
  });
});

describe("failed children", () => {
  const threshold = {
    status: "FAILED",
    error: "States.ExceedToleratedFailureThreshold",
    cause: "The specified tolerated failure threshold was exceeded",
  };

  it.each([
    [{}, [2], threshold],
    [{ ToleratedFailureCount: 1 }, [2], { status: "SUCCEEDED" }],
    [{ ToleratedFailureCount: 1 }, [2, 3], threshold],
    [{ ToleratedFailurePercentage: 50 }, [1, 2], { status: "SUCCEEDED" }],
    [{ ToleratedFailurePercentage: 49.5 }, [1, 2], threshold],
    [{ ToleratedFailureCount: 3, ToleratedFailurePercentage: 10 }, [1], threshold],
  ])("with %j and %j failing", (tolerance, bad, outcome) => {
    const host = new VirtualHost(map({ Items: [1, 2, 3, 4], ...tolerance }, { Work: task }), {
      answer: failing(...bad),
    }).run();
    expect(host.execution).toMatchObject(outcome);
  });

  it("end the map run, and the rest is cancelled", () => {
    const host = new VirtualHost(map({ Items: [1, 2] }, { Work: task }), {
      answer: ({ arguments: args }) => (args === 2 ? { error: "Bad" } : undefined),
    }).run();
    expect(host.history.slice(4)).toEqual(["5<4 MapRunFailed", "6<5 MapStateFailed", "7<6 ExecutionFailed"]);
    expect(host.effects).toContainEqual({ kind: "cancelTask", taskId: "child-1/task-1" });
  });

  it("can be tried again as a whole", () => {
    let calls = 0;
    const retry = [{ ErrorEquals: ["States.ExceedToleratedFailureThreshold"], MaxAttempts: 1 }];
    const host = new VirtualHost(map({ Items: [1], Retry: retry }, { Work: task }), {
      answer: () => ((calls += 1) === 1 ? { error: "Bad" } : { output: calls }),
    }).run();
    expect(host.output).toEqual([2]);
  });
});

describe("an item reader", () => {
  const reader = (InputType: string, config: object = {}) => ({
    ItemReader: {
      Resource: "arn:aws:states:::s3:getObject",
      Arguments: { Bucket: "{% $states.input.bucket %}", Key: "items" },
      ReaderConfig: { InputType, ...config },
    },
  });

  it.each([
    ["JSON", {}, "[1,[2]]", [1, [2]]],
    ["JSON", { ItemsPointer: "/a~1b/list" }, '{"a/b":{"list":[1]}}', [1]],
    ["JSON", { MaxItems: 1 }, "[1,2]", [1]],
    ["JSONL", {}, '{"a":1}\n\n2\n', [{ a: 1 }, 2]],
    [
      "CSV",
      { CSVHeaderLocation: "FIRST_ROW" },
      'b,a\n1,"x,""y"""\r\n2\n',
      [
        { a: 'x,"y"', b: "1" },
        { a: "", b: "2" },
      ],
    ],
    ["CSV", { CSVHeaderLocation: "GIVEN", CSVHeaders: ["k"], CSVDelimiter: "PIPE" }, "1|2", [{ k: "1" }]],
  ])("reads %s with %j", (type, config, Body, items) => {
    const host = new VirtualHost(map(reader(type, config)), {
      input: { bucket: "b" },
      answer: () => ({ output: { Body } }),
    }).run();
    expect(host.tasks[0]).toMatchObject({ purpose: "itemReader", arguments: { Bucket: "b", Key: "items" } });
    expect(host.output).toEqual(items);
  });

  it("reads a listing page by page", () => {
    const pages: Json[] = [
      { Contents: [{ Key: "a" }], IsTruncated: true, NextContinuationToken: "next" },
      { Contents: [{ Key: "b" }], IsTruncated: false },
    ];
    const host = new VirtualHost(
      map({ ItemReader: { Resource: "arn:aws:states:::s3:listObjectsV2", Arguments: { Bucket: "b" } } }),
      { answer: () => ({ output: pages.shift() ?? null }), restoring: true },
    ).run();
    expect(host.output).toEqual([{ Key: "a" }, { Key: "b" }]);
    expect(host.tasks[1]?.arguments).toEqual({ Bucket: "b", ContinuationToken: "next" });
  });

  it.each([
    [{ output: { Body: "{}" } }, "Attempting to map over non-iterable node."],
    [{ output: { Body: "[" } }, "The object that the item reader answered with is not valid JSON."],
    [{ error: "S3.NoSuchKeyException", cause: "gone" }, "gone"],
  ])("that fails with %j fails the state", (answer, cause) => {
    const host = new VirtualHost(map(reader("JSON")), { input: { bucket: "b" }, answer: () => answer }).run();
    expect(host.execution).toMatchObject({ status: "FAILED", error: "States.ItemReaderFailed", cause });
    expect(host.history.slice(4)).toEqual(["5<4 MapRunFailed", "6<5 MapStateFailed", "7<6 ExecutionFailed"]);
  });
});

describe("a result writer", () => {
  const writer = (rest: object) => ({
    ResultWriter: {
      Resource: "arn:aws:states:::s3:putObject",
      Arguments: { Bucket: "results", Prefix: "runs/" },
      ...rest,
    },
  });

  function puts(host: VirtualHost): { [key: string]: Json } {
    const written = host.tasks.filter(({ purpose }) => purpose === "resultWriter");
    return Object.fromEntries(
      written.map(({ arguments: args }) => {
        const { Key, Body } = Object(args);
        return [String(Key), String(Key).endsWith(".jsonl") ? Body : JSON.parse(String(Body))];
      }),
    );
  }

  it("exports what became of the children, and hands on where", () => {
    const host = new VirtualHost(
      map({ Items: [1, 2], ToleratedFailureCount: 1, ...writer({}) }, { Work: task }),
      {
        restoring: true,
        answer: (request) => (request.purpose === undefined ? failing(2)(request) : { output: {} }),
      },
    ).run();
    const folder = "runs/id-1";
    const files = puts(host);
    expect(Object.keys(files)).toEqual([
      `${folder}/SUCCEEDED_0.json`,
      `${folder}/FAILED_0.json`,
      `${folder}/manifest.json`,
    ]);
    expect(files[`${folder}/SUCCEEDED_0.json`]).toMatchObject([
      { Input: "1", Output: "1", Status: "SUCCEEDED" },
    ]);
    expect(files[`${folder}/FAILED_0.json`]).toMatchObject([
      { Error: "Bad", Cause: "item", Status: "FAILED" },
    ]);
    expect(files[`${folder}/manifest.json`]).toMatchObject({
      DestinationBucket: "results",
      ResultFiles: { PENDING: [], SUCCEEDED: [{ Key: `${folder}/SUCCEEDED_0.json` }] },
    });
    expect(host.output).toEqual({
      MapRunArn: "arn:aws:states:us-east-1:111111111111:mapRun:machine/work:id-1",
      ResultWriterDetails: { Bucket: "results", Key: `${folder}/manifest.json` },
    });
  });

  it("writes bare outputs, one a line, when asked to", () => {
    const config = { WriterConfig: { OutputType: "JSONL", Transformation: "FLATTEN" } };
    const host = new VirtualHost(map({ Items: [[1, 2], [3]], ...writer(config) }), {
      answer: () => ({ output: {} }),
    }).run();
    expect(puts(host)["runs/id-1/SUCCEEDED_0.jsonl"]).toBe("1\n2\n3");
  });

  it("only transforms when it has nowhere to write", () => {
    const config = {
      Resource: undefined,
      Arguments: undefined,
      WriterConfig: { OutputType: "JSON", Transformation: "FLATTEN" },
    };
    const host = new VirtualHost(map({ Items: [[1, 2], [3]], ...writer(config) })).run();
    expect(host.output).toEqual([1, 2, 3]);
  });

  it("that fails fails the state", () => {
    const host = new VirtualHost(map({ Items: [1], ...writer({}) }), {
      answer: () => ({ error: "S3.NoSuchBucketException", cause: "no bucket" }),
    }).run();
    expect(host.execution).toMatchObject({ error: "States.ResultWriterFailed", cause: "no bucket" });
  });
});
