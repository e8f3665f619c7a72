import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { printCoverage } from "./coverage.ts";

const page = () => readFileSync(join(import.meta.dirname, "../../docs/coverage.md"), "utf8");

it("docs/coverage.md is what npm run docs prints", async () => {
  expect(page()).toBe(await printCoverage());
});

it("every operation that the engine answers is one that the SDK has", async () => {
  const counts = [...(await printCoverage()).matchAll(/^\| \[.*\) \| (\d+) \| (\d+) \|$/gm)];
  expect(counts).toHaveLength(7);
  for (const [, answered, all] of counts) expect(Number(answered)).toBeLessThanOrEqual(Number(all));
});
