/**
 * Random flows, called and compiled: same output or error, same tasks in the same order. ACME_FUZZ_FLOWS=10000 looks further than a test run has
 * time for, ACME_FUZZ_SEED elsewhere.
 */
import { expect, it } from "vitest";
import { compareFlows } from "./testing/compare-flows.ts";

const count = Number(process.env["ACME_FUZZ_FLOWS"] ?? "500");
const firstSeed = Number(process.env["ACME_FUZZ_SEED"] ?? "1");

it(
  `${count} random flows mean the same, from seed ${firstSeed}`,
  async () => {
    const { compared, refused, differences } = await compareFlows({ firstSeed, count, inputs: 4 });
    const [first] = differences;
    expect(first, first === undefined ? "" : `seed ${first.seed}\n${first.source}`).toBeUndefined();
    // What is refused is not compared: the grammar is to stay within the language.
    expect(compared, JSON.stringify([...refused])).toBeGreaterThan(count * 0.95);
  },
  Math.max(60_000, count * 500),
);
