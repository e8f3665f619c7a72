/** The sequences of API calls that were recorded on AWS and need no service but the engine's own, in process. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import { type ApiCase, reasonToSkip, replayApiCase } from "./testing/replay-api.ts";

const folder =
  process.env["ACME_CONFORMANCE"] ?? join(import.meta.dirname, "../../../../../../shared/conformance");
const file = join(folder, "asl/api.jsonl");

if (!existsSync(file)) {
  test.skip(`there are no recordings at ${file}: set ACME_CONFORMANCE to their folder`, () => {});
} else {
  const cases = readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line): ApiCase => JSON.parse(line));
  for (const recorded of cases) {
    const reason = reasonToSkip(recorded);
    if (reason !== undefined) test.skip(`${recorded.id}: ${reason}`, () => {});
    else
      test(recorded.id, async () => expect(await replayApiCase(recorded, { http: false })).toBeUndefined());
  }
}
