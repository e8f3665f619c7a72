import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";

import type { Row } from "./row.ts";

const script = fileURLToPath(new URL("../../packages/asl/bench/jsonata.ts", import.meta.url));

interface Comparison {
  npmUs: number;
  acmeUs: number;
  ratio: number;
}

/** The bench of `packages/asl`, in a process of its own. */
export async function measureJsonata(): Promise<Row[]> {
  const text = execFileSync(process.execPath, ["--conditions=source", script, "--json"], {
    encoding: "utf8",
  });
  const { rows } = JSON.parse(text) as {
    rows: { name: string; parse: Comparison; evaluate: Comparison }[];
  };
  const toRow = (what: string, { npmUs, acmeUs, ratio }: Comparison): Row => ({
    what,
    value: `${acmeUs.toFixed(2)} µs`,
    peer: `jsonata ${npmUs.toFixed(2)} µs`,
    ratio,
    aim: "≥ 20",
  });
  return rows.flatMap(({ name, parse, evaluate }) => [
    toRow(`JSONata ${name}, parse`, parse),
    toRow(`JSONata ${name}, evaluate`, evaluate),
  ]);
}
