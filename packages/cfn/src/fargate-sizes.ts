import { AcmeError } from "./acme-error.ts";

/** CPU in units (1024 = 1 vCPU) and memory in MiB. */
export interface FargateSize {
  cpu: number;
  memory: number;
}

const gib = 1024;
const steps = (from: number, to: number, step: number): number[] =>
  Array.from({ length: (to - from) / step + 1 }, (_, index) => (from + index * step) * gib);

/**
 * Memory values in MiB that go with each CPU value on Fargate (Linux).
 * Source: Amazon ECS Developer Guide, "Task definition parameters for Fargate", Task size; the row of 32 vCPU from
 * cfn-lint 1.58.0, rule E3047.
 */
export const fargateSizes: ReadonlyMap<number, readonly number[]> = new Map([
  [256, [512, 1024, 2048]],
  [512, steps(1, 4, 1)],
  [1024, steps(2, 8, 1)],
  [2048, steps(4, 16, 1)],
  [4096, steps(8, 30, 1)],
  [8192, steps(16, 60, 4)],
  [16384, steps(32, 120, 8)],
  [32768, [60 * gib, 120 * gib, 244 * gib]],
]);

/** The pair is none that Fargate runs. `nearest` has up to three that it does, nearest first. */
export class FargateSizeError extends AcmeError {
  readonly cpu: number;
  readonly memory: number;
  readonly nearest: readonly FargateSize[];

  constructor({ cpu, memory }: FargateSize) {
    const nearest = nearestFargateSizes({ cpu, memory });
    const memories = fargateSizes.get(cpu);
    super(
      "ACME_FARGATE_SIZE",
      memories === undefined
        ? `Fargate has no tasks with cpu ${cpu}; expected one of ${[...fargateSizes.keys()].join(", ")}`
        : `Fargate has no tasks with cpu ${cpu} and memory ${memory}; with cpu ${cpu} it has memory ${describeRow(memories)}`,
      { hint: `Nearest: ${nearest.map((size) => `cpu ${size.cpu} with memory ${size.memory}`).join(", ")}.` },
    );
    this.cpu = cpu;
    this.memory = memory;
    this.nearest = nearest;
  }
}

/** @throws FargateSizeError with the nearest valid pairs, when Fargate does not run that one. */
export function checkFargateSize({ cpu, memory }: FargateSize): void {
  if (!fargateSizes.get(cpu)?.includes(memory)) throw new FargateSizeError({ cpu, memory });
}

/**
 * Pairs that Fargate runs, nearest first: how far away is how many doublings of CPU and of memory lie between.
 * The smallest pair that has at least what was asked for is always among them, if there is one.
 */
export function nearestFargateSizes(wanted: FargateSize, limit = 3): FargateSize[] {
  const doublings = (a: number, b: number) => Math.abs(Math.log2(Math.max(a, 1) / Math.max(b, 1)));
  const sizes = [...fargateSizes]
    .flatMap(([cpu, memories]) => memories.map((memory) => ({ cpu, memory })))
    .map((size) => ({
      size,
      distance: doublings(size.cpu, wanted.cpu) + doublings(size.memory, wanted.memory),
    }))
    .sort((a, b) => a.distance - b.distance)
    .map(({ size }) => size);
  const nearest = sizes.slice(0, limit);
  const enough = sizes.find((size) => size.cpu >= wanted.cpu && size.memory >= wanted.memory);
  return enough === undefined || nearest.includes(enough)
    ? nearest
    : [...nearest.slice(0, limit - 1), enough];
}

function describeRow(memories: readonly number[]): string {
  const [first, second] = memories;
  const last = memories.at(-1);
  if (first === undefined || second === undefined || last === undefined || memories.length <= 3)
    return memories.join(", ");
  return `${first} to ${last} in steps of ${second - first}`;
}
