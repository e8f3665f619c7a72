// npm run fuzz -- [--target NAME] [--seed N] [--seconds N]: hostile input until the time is over; exit code 1 on a finding.
import { parseArgs } from "node:util";
import { fuzz } from "./fuzz.ts";
import { targets } from "./targets.ts";

const { values } = parseArgs({
  options: {
    target: { type: "string" },
    seed: { type: "string" },
    seconds: { type: "string", default: "10" },
  },
});
const seed = Number(values.seed ?? Date.now() % 1_000_000_000);
const seconds = Number(values.seconds);
if (!Number.isSafeInteger(seed) || !(seconds > 0)) {
  console.error("--seed takes an integer and --seconds a number above 0.");
  process.exit(2);
}
const names = values.target === undefined ? Object.keys(targets) : [values.target];
for (const name of names) {
  const target = Object.hasOwn(targets, name) ? targets[name] : undefined;
  if (target === undefined) {
    console.error(`There is no target "${name}". Known: ${Object.keys(targets).join(", ")}.`);
    process.exit(2);
  }
  const end = performance.now() + (seconds * 1000) / names.length;
  const { tried, finding } = await fuzz(target, {
    seed,
    tries: Infinity,
    isOver: () => performance.now() > end,
  });
  if (finding === undefined) console.log(`${name}: nothing found from seed ${seed}`);
  else {
    console.log(
      `${name}: found after ${tried} tries\n${finding.error}\nAgain: npm run fuzz -- --target ${name} --seed ${finding.seed}`,
    );
    process.exitCode = 1;
  }
}
