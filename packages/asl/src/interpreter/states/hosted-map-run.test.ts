import { describe, expect, it } from "vitest";
import type { Effect, Execution, HistoryEvent } from "../../execution.ts";
import type { Json } from "../../json/json.ts";
import { childMachine } from "../child-machine.ts";
import { loadStateMachine } from "../load-state-machine.ts";
import { redriveExecution, restoreExecution, startExecution } from "../start-execution.ts";

const processor = {
  ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "EXPRESS" },
  StartAt: "Only",
  States: { Only: { Type: "Pass", End: true } },
};

function begin(rest: object, input: Json = {}) {
  const machine = loadStateMachine(
    JSON.stringify({
      QueryLanguage: "JSONata",
      StartAt: "Each",
      States: {
        Each: { Type: "Map", Label: "work", ItemProcessor: processor, Next: "End", ...rest },
        End: { Type: "Succeed" },
      },
    }),
  );
  const events: HistoryEvent[] = [];
  let nextId = 1;
  const environment = {
    now: () => 0,
    random: () => 0.5,
    createId: () => `id-${nextId++}`,
    hostsMapRuns: true,
  };
  const onEvent = (event: HistoryEvent) => events.push(event);
  const place = "arn:aws:states:us-east-1:111111111111";
  const execution = startExecution(machine, {
    input: JSON.stringify(input),
    environment,
    onEvent,
    context: {
      Execution: {
        Id: `${place}:execution:machine:run`,
        Name: "run",
        RoleArn: "role",
        StartTime: "",
        RedriveCount: 0,
      },
      StateMachine: { Id: `${place}:stateMachine:machine`, Name: "machine" },
    },
  });
  const history = () => events.map(({ id, previousEventId, type }) => `${id}<${previousEventId} ${type}`);
  const restore = (from: Execution) =>
    restoreExecution(machine, JSON.parse(JSON.stringify(from.snapshot())), { environment, onEvent });
  return { machine, execution, history, restore, environment, onEvent };
}

function mapRunOf(effects: Effect[]) {
  const [effect] = effects;
  if (effects.length !== 1 || effect?.kind !== "startMapRun") throw new Error("no map run was started");
  return effect.mapRun;
}

describe("a host that runs map runs", () => {
  it("gets every field evaluated once", () => {
    const { execution, history } = begin(
      {
        Items: "{% $states.input.list %}",
        MaxConcurrency: 3,
        ToleratedFailurePercentage: 12.5,
        ItemBatcher: { MaxItemsPerBatch: 2, BatchInput: { of: "{% $states.input.of %}" } },
        ResultWriter: {
          Resource: "arn:aws:states:::s3:putObject",
          Arguments: { Bucket: "b", Prefix: "{% $states.input.of %}" },
        },
      },
      { list: [1, 2], of: "x" },
    );
    const mapRunArn = "arn:aws:states:us-east-1:111111111111:mapRun:machine/work:id-1";
    expect(mapRunOf(execution.advance())).toEqual({
      mapRunArn,
      stateName: "Each",
      label: "work",
      executionType: "EXPRESS",
      source: { kind: "state", items: [1, 2] },
      maxConcurrency: 3,
      tolerance: { percentage: 12.5 },
      batching: { maxItems: 2, maxBytes: 262_144, batchInput: { of: "x" } },
      resultWriter: {
        target: { bucket: "b", prefix: "x" },
        transformation: "NONE",
        outputType: "JSON",
      },
    });
    execution.mapRunSucceeded(mapRunArn, "[1]");
    execution.advance();
    expect(execution).toMatchObject({ status: "SUCCEEDED", output: "[1]" });
    expect(history().slice(3, 7)).toEqual([
      "4<3 MapRunStarted",
      "5<4 MapRunSucceeded",
      "6<5 MapStateSucceeded",
      "7<4 MapStateExited",
    ]);
  });

  it("gets the reader's arguments in place of items, and selects item by item", () => {
    const { execution, restore } = begin({
      ItemReader: {
        Resource: "arn:aws:states:::s3:getObject",
        Arguments: { Bucket: "b", Key: "k" },
        ReaderConfig: { InputType: "JSONL", MaxItems: 7 },
      },
      ItemSelector: { item: "{% $states.context.Map.Item %}" },
    });
    const { mapRunArn, source } = mapRunOf(execution.advance());
    expect(source).toEqual({
      kind: "reader",
      resource: "arn:aws:states:::s3:getObject",
      arguments: { Bucket: "b", Key: "k" },
      config: { InputType: "JSONL", MaxItems: 7 },
      maxItems: 7,
    });
    const after = restore(execution);
    expect(after.runningMapRuns).toMatchObject([{ mapRunArn }]);
    expect(after.toChildInput(mapRunArn, { value: "v", index: 4, source: "S3://b/k" })).toEqual({
      item: { Index: 4, Value: "v", Source: "S3://b/k" },
    });
    after.mapRunFailed(mapRunArn, "States.ItemReaderFailed", "gone");
    after.advance();
    expect(after).toMatchObject({ status: "FAILED", error: "States.ItemReaderFailed", cause: "gone" });
  });

  it("is told to stop what nobody waits for", () => {
    const { execution } = begin({ Items: [1] });
    const { mapRunArn } = mapRunOf(execution.advance());
    execution.stop(undefined, undefined);
    expect(execution.advance()).toEqual([{ kind: "stopMapRun", mapRunArn }]);
    expect(execution.runningMapRuns).toEqual([]);
  });

  it("can say that the result is larger than a state's may be, which a catcher takes", () => {
    const { execution, history } = begin({
      Items: [1],
      Catch: [{ ErrorEquals: ["States.ALL"], Next: "End" }],
    });
    const { mapRunArn } = mapRunOf(execution.advance());
    execution.mapRunSucceeded(mapRunArn, undefined);
    execution.advance();
    expect(history().slice(4, 7)).toEqual([
      "5<4 MapRunSucceeded",
      "6<4 MapStateFailed",
      "7<6 MapStateExited",
    ]);
    expect(JSON.parse(execution.output ?? "")).toMatchObject({ Error: "States.DataLimitExceeded" });
  });

  it.each(["failed", "stopped"])(
    "is asked for the same map run again when one that %s is redriven",
    (how) => {
      const { machine, execution, history, environment, onEvent } = begin({ Items: [1] });
      const mapRun = mapRunOf(execution.advance());
      if (how === "failed") execution.mapRunFailed(mapRun.mapRunArn, "Bad", undefined);
      else execution.stop(undefined, undefined);
      execution.advance();
      const remains = JSON.parse(JSON.stringify(execution.snapshot()));
      const again = redriveExecution(machine, remains, { environment, onEvent });
      expect(mapRunOf(again.advance())).toEqual({ ...mapRun, redriveCount: 1 });
      expect(history().slice(-2)[0]).toMatch(/ExecutionRedriven$/);
      expect(history().at(-1)).toMatch(/MapRunRedriven$/);
      again.mapRunSucceeded(mapRun.mapRunArn, "[1]");
      again.advance();
      expect(again).toMatchObject({ status: "SUCCEEDED", output: "[1]" });
    },
  );

  it("finds the children's machine, also inside another one's children", () => {
    const outer = {
      ...processor,
      States: {
        Only: {
          Type: "Map",
          ItemProcessor: { ...processor, States: { Inner: { Type: "Succeed" } }, StartAt: "Inner" },
          End: true,
        },
      },
    };
    const { machine } = begin({ ItemProcessor: outer });
    expect(childMachine(machine, "Each")?.flow.startAt).toBe("Only");
    expect(childMachine(machine, "Only")?.flow.startAt).toBe("Inner");
    expect(childMachine(machine, "Nobody")).toBeUndefined();
  });
});
