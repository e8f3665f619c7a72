// npm run conformance -- DIR [--json] [--failures N]: runs the cases under DIR; exit code 1 when one fails.
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { type FileReport, runConformance } from "./run-conformance.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: "boolean", default: false }, match: { type: "string", default: "" } },
});
const directory = resolve(positionals[0] ?? "../shared/conformance");
if (!existsSync(directory)) {
  console.error(
    `There is no folder ${directory}. Give the folder of the conformance data: npm run conformance -- DIR`,
  );
  process.exit(2);
}

const reports = (await runConformance(directory)).map(({ file, cases }) => ({
  file,
  cases: cases.filter(({ id }) => id.includes(values.match)),
}));
if (values.json) console.log(JSON.stringify(reports, undefined, 2));
else print(reports);
process.exitCode = reports.some(({ cases }) => cases.some(({ outcome }) => outcome.result === "failed"))
  ? 1
  : 0;

function print(all: readonly FileReport[]): void {
  for (const { file, cases } of all) {
    for (const { id, outcome } of cases) {
      if (outcome.result === "failed") console.log(`FAILED ${id}\n       ${outcome.difference}`);
    }
    const count = (result: string) => cases.filter(({ outcome }) => outcome.result === result).length;
    console.log(`${file}: ${count("passed")} passed, ${count("failed")} failed, ${count("skipped")} skipped`);
    printReasons(cases);
  }
}

function printReasons(cases: FileReport["cases"]): void {
  const reasons = new Map<string, number>();
  for (const { outcome } of cases) {
    if (outcome.result === "skipped") reasons.set(outcome.reason, (reasons.get(outcome.reason) ?? 0) + 1);
  }
  for (const [reason, number] of reasons) console.log(`  ${number} skipped: ${reason}`);
}
