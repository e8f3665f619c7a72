import { describe, expect, test } from "vitest";
import { nearestNames } from "./nearest-names.ts";

describe("nearestNames", () => {
  test("finds a name with one letter wrong, missing, added or swapped", () => {
    for (const typed of ["parameterz", "parameter", "parameterss", "paramteers"])
      expect(nearestNames(typed, ["schedule", "parameters", "tags"])).toEqual(["parameters"]);
  });

  test("does not care about case", () => {
    expect(nearestNames("ETL/Prod", ["etl/prod"])).toEqual(["etl/prod"]);
  });

  test("finds a full name from its part", () => {
    expect(nearestNames("prod", ["etl/prod", "etl/staging"])).toEqual(["etl/prod"]);
  });

  test("puts the nearest first and stops at the limit", () => {
    expect(nearestNames("job1", ["job3", "job1x", "job1", "job2"], 2)).toEqual(["job1", "job1x"]);
  });

  test("offers nothing rather than something unlike", () => {
    expect(nearestNames("invoice", ["etl/prod", "weather"])).toEqual([]);
    expect(nearestNames("cpu", ["env", "image"])).toEqual([]);
  });
});
