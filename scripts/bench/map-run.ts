import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Row } from "./row.ts";

const fewItems = 10_000;
const manyItems = 100_000;

/** A distributed Map over S3 items, its children in a store on disk and its results exported: ten times the items, ten times the time. */
export async function measureMapRun(): Promise<Row[]> {
  const small = measure(fewItems);
  const large = measure(manyItems);
  const rate = (items: number, seconds: number) => `${Math.round(items / seconds).toLocaleString("en-US")}/s`;
  return [
    {
      what: "distributed Map over 100,000 S3 items (JSONL), Pass children, items",
      value: rate(manyItems, large.seconds),
      peer: `10,000 items: ${rate(fewItems, small.seconds)}`,
      ratio: manyItems / large.seconds / (fewItems / small.seconds),
      aim: "linear",
    },
    {
      what: "the same, memory at the peak",
      value: `${Math.round(large.peakBytes / 1e6)} MB`,
      peer: `10,000 items: ${Math.round(small.peakBytes / 1e6)} MB`,
      ratio: large.peakBytes / small.peakBytes,
      aim: "≤ 400 MB",
    },
  ];
}

function measure(items: number): { seconds: number; peakBytes: number } {
  const folder = mkdtempSync(join(tmpdir(), "acme-bench-map-run-"));
  const script = join(import.meta.dirname, "map-run-process.ts");
  const run = (phase: "put" | "run") =>
    execFileSync(
      process.execPath,
      [...process.execArgv, script, phase, join(folder, "engine.db"), String(items)],
      { encoding: "utf8", timeout: 300_000 },
    );
  try {
    run("put");
    return JSON.parse(run("run"));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
