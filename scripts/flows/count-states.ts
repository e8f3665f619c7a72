import { type ExampleCompiler, startExampleCompiler } from "../../examples/flows/testing/compile-example.ts";
import type { Original } from "../../examples/flows/testing/flow-case.ts";
import { countTypes } from "../../examples/flows/testing/golden.ts";
import { type ExampleFlow, loadTopics, type Topic } from "../../examples/flows/testing/topics.ts";

/** A flow of examples/flows, compiled. */
export interface CountedFlow {
  topic: string;
  name: string;
  /** Undefined for one that does not compile. */
  states: number | undefined;
  transitions: number | undefined;
  types: ReadonlyMap<string, number>;
  original: Original | undefined;
}

export interface CountedFlows {
  /** Equivalents of those that ts2asl was tested with. */
  small: CountedFlow[];
  workflows: CountedFlow[];
}

/** What ts2asl made of its own flows, counted in its snapshots: 108, of which two are there twice. Flows by themselves are in `originals` of their cases. */
export const ts2asl = {
  flows: 106,
  states: 864,
  types: { Pass: 671, Choice: 114, Task: 28, Fail: 25, Parallel: 16, Map: 6, Wait: 4 },
} as const;

export async function countStates(): Promise<CountedFlows> {
  const compiler = await startExampleCompiler();
  try {
    return await countWith(compiler);
  } finally {
    compiler.close();
  }
}

/** The same with a compiler that is there already. */
export async function countWith(compiler: Pick<ExampleCompiler, "compile">): Promise<CountedFlows> {
  const topics = await loadTopics();
  const flows = topics.flatMap((topic) => topic.flows.map((flow) => count(topic, flow, compiler)));
  const isSmall = ({ topic }: CountedFlow) => topic.startsWith("small/");
  return { small: flows.filter(isSmall), workflows: flows.filter((flow) => !isSmall(flow)) };
}

function count(
  topic: Topic,
  { name, flow, original }: ExampleFlow,
  compiler: Pick<ExampleCompiler, "compile">,
): CountedFlow {
  const where = { topic: topic.name, name, original };
  try {
    const { sourceMap, mainPath, definition } = compiler.compile(topic, flow.options.name);
    const states = Object.keys(sourceMap).length;
    return { ...where, states, transitions: mainPath.length, types: countTypes(definition) };
  } catch {
    // The test of the flows says why.
    return { ...where, states: undefined, transitions: undefined, types: new Map() };
  }
}

export function sumOf(flows: readonly CountedFlow[]): { states: number; compiled: number } {
  const compiled = flows.flatMap(({ states }) => states ?? []);
  return { states: compiled.reduce((sum, states) => sum + states, 0), compiled: compiled.length };
}

export function sumTypes(flows: readonly CountedFlow[]): [type: string, count: number][] {
  const sums = new Map<string, number>();
  for (const { types } of flows)
    for (const [type, count] of types) sums.set(type, (sums.get(type) ?? 0) + count);
  return [...sums].toSorted(([, one], [, other]) => other - one);
}
