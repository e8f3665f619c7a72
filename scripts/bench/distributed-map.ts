import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";

import { perSecond } from "./figures.ts";
import type { Row } from "./row.ts";

const script = fileURLToPath(new URL("distributed-map-run.ts", import.meta.url));

interface Measured {
  seconds: number;
  peakMib: number;
}

/** A distributed Map over JSON lines in S3 with a Pass for each, in processes of their own: their peak memory is what it took. */
export async function measureDistributedMap(): Promise<Row[]> {
  const run = (items: number, type: string) =>
    JSON.parse(
      execFileSync(process.execPath, ["--conditions=source", script, String(items), type], {
        encoding: "utf8",
      }),
    ) as Measured;
  return ["EXPRESS", "STANDARD"].flatMap((type) => {
    const tenth = run(10_000, type);
    const whole = run(100_000, type);
    const what = `Distributed Map over 100,000 lines, ${type === "EXPRESS" ? "express" : "durable"} children`;
    return [
      {
        what,
        value: perSecond(100_000 / whole.seconds),
        peer: `over 10,000 lines ${perSecond(10_000 / tenth.seconds)}`,
        ratio: whole.seconds / tenth.seconds,
        aim: "≤ 12 (linear)",
      },
      { what: `${what}, peak memory`, value: `${whole.peakMib.toFixed(0)} MiB`, aim: "≤ 400 MiB" },
    ];
  });
}
