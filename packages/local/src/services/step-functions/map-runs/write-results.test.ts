import { describe, expect, test } from "vitest";

import { bucket, mapOf, useMapRunWorld } from "../testing/map-run-world.ts";

const world = useMapRunWorld();

const exported = (WriterConfig?: object) => ({
  ResultWriter: {
    Resource: "arn:aws:states:::s3:putObject",
    Arguments: { Bucket: bucket, Prefix: "out" },
    ...(WriterConfig && { WriterConfig }),
  },
});
const failing = {
  Judge: {
    Type: "Choice",
    Choices: [{ Condition: "{% $states.input = 'bad' %}", Next: "Bad" }],
    Default: "Good",
  },
  Good: { Type: "Pass", End: true },
  Bad: { Type: "Fail", Error: "Bad", Cause: "item" },
};

/** The files of the map run by their names. */
async function filesOf(executionArn: string | undefined) {
  const { mapRunArn = "" } = await world.mapRun(executionArn);
  const folder = `out/${mapRunArn.split(":").at(-1)}`;
  const files = await world.read(`${folder}/`);
  return {
    mapRunArn,
    folder,
    files: new Map(Object.entries(files).map(([key, value]) => [key.slice(folder.length + 1), value])),
  };
}

describe("results are exported", () => {
  test("by outcome, with a manifest, and the state hands on where", async () => {
    const executionArn = await world.start(
      mapOf({ Items: [1, "bad", 3], ToleratedFailureCount: 1, ...exported() }, failing),
    );
    const { output = "" } = await world.untilEnded(executionArn);
    const { mapRunArn, folder, files } = await filesOf(executionArn);
    expect(JSON.parse(output)).toEqual({
      MapRunArn: mapRunArn,
      ResultWriterDetails: { Bucket: bucket, Key: `${folder}/manifest.json` },
    });
    const [first] = (await world.children(mapRunArn)).slice(-1);
    const at = "2026-01-01T00:00:00.000Z";
    const record = {
      ExecutionArn: first?.executionArn,
      Input: "1",
      InputDetails: { Included: true },
      Name: first?.name,
      Output: "1",
      OutputDetails: { Included: true },
      RedriveCount: 0,
      RedriveStatus: "NOT_REDRIVABLE",
      RedriveStatusReason: "Execution is SUCCEEDED and cannot be redriven",
      StartDate: at,
      StateMachineArn: first?.stateMachineArn,
      Status: "SUCCEEDED",
      StopDate: at,
    };
    expect(files.get("SUCCEEDED_0.json")).toEqual([record, expect.objectContaining({ Input: "3" })]);
    expect(files.get("FAILED_0.json")).toMatchObject([
      {
        Input: '"bad"',
        Error: "Bad",
        Cause: "item",
        RedriveStatus: "REDRIVABLE_BY_MAP_RUN",
        Status: "FAILED",
      },
    ]);
    const size = (name: string) => JSON.stringify(files.get(name)).length;
    expect(files.get("manifest.json")).toEqual({
      DestinationBucket: bucket,
      MapRunArn: mapRunArn,
      ResultFiles: {
        FAILED: [{ Key: `${folder}/FAILED_0.json`, Size: size("FAILED_0.json") }],
        PENDING: [],
        SUCCEEDED: [{ Key: `${folder}/SUCCEEDED_0.json`, Size: size("SUCCEEDED_0.json") }],
      },
    });
  });

  test.each([
    [{ Transformation: "COMPACT", OutputType: "JSON" }, "SUCCEEDED_0.json", [[1, 2], [3]]],
    [{ Transformation: "FLATTEN", OutputType: "JSON" }, "SUCCEEDED_0.json", [1, 2, 3]],
    [{ Transformation: "FLATTEN", OutputType: "JSONL" }, "SUCCEEDED_0.jsonl", "1\n2\n3"],
  ])("as %j says", async (config, name, content) => {
    const executionArn = await world.start(mapOf({ Items: [[1, 2], [3]], ...exported(config) }));
    await world.untilEnded(executionArn);
    expect((await filesOf(executionArn)).files.get(name)).toEqual(content);
  });

  test("in parts when there are many", async () => {
    const Items = Array.from({ length: 90 }, (_, index) => index);
    const big = { Big: { Type: "Pass", Output: "{% $pad('x', 110000) %}", End: true } };
    const executionArn = await world.start(mapOf({ Items, ...exported({ Transformation: "COMPACT" }) }, big));
    expect(await world.untilEnded(executionArn)).toMatchObject({ status: "SUCCEEDED" });
    const { files } = await filesOf(executionArn);
    expect(files.get("SUCCEEDED_0.json")).toHaveLength(90);
  });

  test("also of a map run that failed, with what it did not start", async () => {
    const executionArn = await world.start(
      mapOf({ Items: ["bad", 2, 3], MaxConcurrency: 1, ...exported() }, failing),
    );
    expect(await world.untilEnded(executionArn)).toMatchObject({
      error: "States.ExceedToleratedFailureThreshold",
    });
    const { files } = await filesOf(executionArn);
    expect(files.get("FAILED_0.json")).toHaveLength(1);
    expect(files.get("PENDING_0.json")).toMatchObject([
      { Input: "2", Status: "PENDING" },
      { Input: "3", Status: "PENDING" },
    ]);
  });
});

test("without a place to export to, they are only transformed", async () => {
  const ResultWriter = { WriterConfig: { Transformation: "FLATTEN", OutputType: "JSON" } };
  const executionArn = await world.start(mapOf({ Items: [[1, 2], [3]], ResultWriter }));
  expect(await world.untilEnded(executionArn)).toMatchObject({ output: "[1,2,3]" });
});

test("a bucket that is not there fails the state, after the children", async () => {
  const ResultWriter = {
    Resource: "arn:aws:states:::s3:putObject",
    Arguments: { Bucket: "nowhere", Prefix: "" },
  };
  const executionArn = await world.start(mapOf({ Items: [1], ResultWriter }));
  expect(await world.untilEnded(executionArn)).toMatchObject({
    status: "FAILED",
    error: "States.ResultWriterFailed",
    cause: expect.stringContaining("bucket"),
  });
  expect(await world.mapRun(executionArn)).toMatchObject({
    status: "FAILED",
    executionCounts: { succeeded: 1 },
  });
});
