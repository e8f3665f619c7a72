import { describe, expect, test } from "vitest";
import { checkFargateSize, fargateSizes, nearestFargateSizes } from "./fargate-sizes.ts";

describe("checkFargateSize", () => {
  test("takes every pair of the table", () => {
    for (const [cpu, memories] of fargateSizes)
      for (const memory of memories) expect(() => checkFargateSize({ cpu, memory })).not.toThrow();
  });

  test.each([
    [256, "512, 1024, 2048"],
    [512, "1024 to 4096 in steps of 1024"],
    [1024, "2048 to 8192 in steps of 1024"],
    [2048, "4096 to 16384 in steps of 1024"],
    [4096, "8192 to 30720 in steps of 1024"],
    [8192, "16384 to 61440 in steps of 4096"],
    [16384, "32768 to 122880 in steps of 8192"],
    [32768, "61440, 122880, 249856"],
  ])("says what memory goes with cpu %i", (cpu, row) => {
    expect(() => checkFargateSize({ cpu, memory: 700 })).toThrow(
      `Fargate has no tasks with cpu ${cpu} and memory 700; with cpu ${cpu} it has memory ${row}`,
    );
  });

  test("names the nearest pairs that Fargate has", () => {
    expect(() => checkFargateSize({ cpu: 1024, memory: 1024 })).toThrow(
      expect.objectContaining({
        name: "AcmeError",
        code: "ACME_FARGATE_SIZE",
        hint: "Nearest: cpu 512 with memory 1024, cpu 1024 with memory 2048, cpu 1024 with memory 3072.",
      }),
    );
  });

  test("lists the cpu values when the cpu is none of them", () => {
    expect(() => checkFargateSize({ cpu: 1000, memory: 2048 })).toThrow(
      "Fargate has no tasks with cpu 1000; expected one of 256, 512, 1024, 2048, 4096, 8192, 16384, 32768",
    );
  });

  test.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])("refuses cpu %d", (cpu) => {
    expect(() => checkFargateSize({ cpu, memory: 2048 })).toThrow("Fargate has no tasks");
  });
});

describe("nearestFargateSizes", () => {
  test("has among them the smallest pair that is enough", () => {
    for (const wanted of [
      { cpu: 100, memory: 9000 },
      { cpu: 1024, memory: 9000 },
      { cpu: 5000, memory: 100 },
    ])
      expect(
        nearestFargateSizes(wanted).some((size) => size.cpu >= wanted.cpu && size.memory >= wanted.memory),
      ).toBe(true);
  });

  test("offers the largest when nothing is enough", () => {
    expect(nearestFargateSizes({ cpu: 65_536, memory: 500_000 })[0]).toEqual({
      cpu: 32_768,
      memory: 249_856,
    });
  });
});
