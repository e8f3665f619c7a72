import { compareFlows } from "../../packages/stepfn/src/compile-flow/testing/compare-flows.ts";
import { shrinkDifference } from "../../packages/stepfn/src/compile-flow/testing/shrink-flow.ts";

/** Inputs that each flow runs with. */
const inputs = 4;

/** Compares flows from a seed on and prints what came of it: each difference with its seed and the smallest source that shows it. */
export async function reportFlows(options: {
  seed: number;
  runs: number;
  isOver(): boolean;
}): Promise<{ differences: number }> {
  const startedAt = performance.now();
  const { compared, refusedFlows, refused, differences } = await compareFlows({
    firstSeed: options.seed,
    count: options.runs,
    inputs,
    isOver: options.isOver,
  });
  for (const { seed, ...difference } of differences) {
    const { source, input, native, interpreted } = await shrinkDifference(difference);
    console.log(`Seed ${seed} differs:\n${source}`);
    console.log(`input    ${JSON.stringify(input)}`);
    console.log(`called   ${JSON.stringify(native)}`);
    console.log(`compiled ${JSON.stringify(interpreted)}\n`);
  }
  for (const [error, { times, seed }] of [...refused].toSorted(
    ([, one], [, other]) => other.times - one.times,
  ))
    console.log(`refused ${times} times, first with seed ${seed}: ${error}`);
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(
    `flows: ${compared} compared on ${inputs} inputs each, ${refusedFlows} refused, ${differences.length} differences from seed ${options.seed}, ${seconds} s`,
  );
  return { differences: differences.length };
}
