/**
 * Random flows, called and compiled: same output or error, same tasks in the same order. ACME_FUZZ_FLOWS=10000 looks further than a test run has
 * time for, ACME_FUZZ_SEED elsewhere.
 */
import { afterAll, beforeAll, expect, it } from "vitest";
import { compareFlows } from "./testing/compare-flows.ts";
import { startTypes, type TestTypes } from "./testing/start-types.ts";

const count = Number(process.env["ACME_FUZZ_FLOWS"] ?? "500");
const firstSeed = Number(process.env["ACME_FUZZ_SEED"] ?? "1");

let types: TestTypes;
beforeAll(async () => {
  types = await startTypes();
});
afterAll(() => types.close());

it.each([
  ["with what annotations say", 0.95, () => undefined],
  // The grammar reads fields and names that TypeScript knows not to be there.
  ["with the types of TypeScript", 0.9, () => types],
])(
  `${count} random flows mean the same %s, from seed ${firstSeed}; %d of them compile`,
  async (_title, share, checker) => {
    const { compared, refused, differences } = await compareFlows({
      firstSeed,
      count,
      inputs: 4,
      types: checker(),
    });
    const [first] = differences;
    expect(first, first === undefined ? "" : `seed ${first.seed}\n${first.source}`).toBeUndefined();
    // What is refused is not compared: the grammar is to stay within the language.
    expect(compared, JSON.stringify([...refused])).toBeGreaterThan(count * share);
  },
  Math.max(60_000, count * 600),
);
