/**
 * `npm run bench [-- [GROUP …] [--json]]`: how fast the things are that a user waits for, each beside a peer or a bare loop in the
 * same run. Without a group, all of them. `npm run bench` builds first, so what is measured is what is published.
 */
import { parseArgs } from "node:util";

import { measureCompileFlow } from "./compile-flow.ts";
import { measureContainerTask } from "./container-task.ts";
import { measureDistributedMap } from "./distributed-map.ts";
import { measureDurable } from "./durable.ts";
import { measureDeployCalls } from "./deploy-calls.ts";
import { measureColdStarts } from "./cold-start.ts";
import { measureEngineStart } from "./engine-start.ts";
import { measureExecutions } from "./executions.ts";
import { countFlowStates } from "./flow-states.ts";
import { measureHttpCalls } from "./http-calls.ts";
import { withInstalledCommand } from "./installed-command.ts";
import { measureJsonata } from "./jsonata.ts";
import type { Row } from "./row.ts";
import { measureSdkCalls } from "./sdk-calls.ts";

const groups: Readonly<Record<string, () => Promise<Row[]>>> = {
  "cold-start": () => withInstalledCommand(measureColdStarts),
  "engine-start": () => withInstalledCommand(measureEngineStart),
  "compile-flow": () => withInstalledCommand(measureCompileFlow),
  "deploy-calls": measureDeployCalls,
  container: measureContainerTask,
  "sdk-calls": measureSdkCalls,
  executions: measureExecutions,
  durable: measureDurable,
  "distributed-map": measureDistributedMap,
  "http-calls": measureHttpCalls,
  jsonata: measureJsonata,
  flows: countFlowStates,
};

const { values: options, positionals } = parseArgs({
  options: { json: { type: "boolean", default: false } },
  allowPositionals: true,
});
const unknown = positionals.find((name) => !Object.hasOwn(groups, name));
if (unknown !== undefined) {
  console.error(`There is no group "${unknown}"; the groups are ${Object.keys(groups).join(", ")}.`);
  process.exit(2);
}

const rows: Row[] = [];
for (const [name, measure] of Object.entries(groups)) {
  if (positionals.length > 0 && !positionals.includes(name)) continue;
  rows.push(...(await measure()));
}
if (options.json) console.log(JSON.stringify({ node: process.version, rows }, null, 2));
else print(rows);

function print(rows: readonly Row[]): void {
  const cells = rows.map(({ what, value, peer, ratio, aim, share }) => [
    what,
    value,
    peer ?? "",
    ratio?.toFixed(2) ?? "",
    aim ?? "",
    share ?? "",
  ]);
  const table = [["what", "measured", "beside it", "ratio", "aim", "of a bare loop"], ...cells];
  const widths = table[0]?.map((_, column) => Math.max(...table.map((row) => (row[column] ?? "").length)));
  for (const row of table)
    console.log(
      row
        .map((cell, column) => cell.padEnd(widths?.[column] ?? 0))
        .join("  ")
        .trimEnd(),
    );
}
