// npm run fuzz -- [--target NAME] [--seed N] [--seconds N | --runs N]: hostile input until the time is over or so many tries are made; exit code 1
// on a finding. The target flows also counts what was compared and refused.
import { parseArgs } from "node:util";
import { reportFlows } from "./flows.ts";
import { fuzz } from "./fuzz.ts";
import { targets } from "./targets.ts";

const { values } = parseArgs({
  options: {
    target: { type: "string" },
    seed: { type: "string" },
    seconds: { type: "string" },
    runs: { type: "string" },
  },
});
const seed = Number(values.seed ?? Date.now() % 1_000_000_000);
const runs = Number(values.runs ?? Infinity);
const seconds = Number(values.seconds ?? (values.runs === undefined ? "10" : Infinity));
if (!Number.isSafeInteger(seed) || !(seconds > 0) || !(runs > 0)) {
  console.error("--seed takes an integer, --seconds and --runs a number above 0.");
  process.exit(2);
}
const known = [...Object.keys(targets), "flows"];
const names = values.target === undefined ? known : [values.target];
for (const name of names) {
  const end = performance.now() + (seconds * 1000) / names.length;
  const isOver = (): boolean => performance.now() > end;
  if (name === "flows") {
    const { differences } = await reportFlows({ seed, runs, isOver });
    if (differences > 0) process.exitCode = 1;
    continue;
  }
  const target = Object.hasOwn(targets, name) ? targets[name] : undefined;
  if (target === undefined) {
    console.error(`There is no target "${name}". Known: ${known.join(", ")}.`);
    process.exit(2);
  }
  const { tried, finding } = await fuzz(target, { seed, tries: runs, isOver });
  if (finding === undefined) console.log(`${name}: nothing found from seed ${seed}`);
  else {
    console.log(
      `${name}: found after ${tried} tries\n${finding.error}\nAgain: npm run fuzz -- --target ${name} --seed ${finding.seed}`,
    );
    process.exitCode = 1;
  }
}
