import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { runConformance } from "./run-conformance.ts";

const directory = resolve(process.env["ACME_CONFORMANCE"] ?? "../shared/conformance");
const isThere = existsSync(directory);
if (!isThere) {
  console.warn(`Conformance tests are skipped: there is no folder ${directory} (ACME_CONFORMANCE moves it).`);
}

const reports = isThere ? await runConformance(directory) : [];

describe.skipIf(!isThere)("the engine does what was recorded on AWS", () => {
  for (const { file, cases } of reports) {
    it(`in every case of ${file}`, () => {
      const failures = cases.flatMap(({ id, outcome }) =>
        outcome.result === "failed" ? [`${id}: ${outcome.difference}`] : [],
      );
      expect(failures).toEqual([]);
      expect(cases.some(({ outcome }) => outcome.result === "passed")).toBe(true);
    });
  }
});
