/** Memory that goes with each number of CPU units, in MiB: from, to, step. */
const memoryOf: ReadonlyMap<number, readonly number[]> = new Map([
  [256, [512, 1024, 2048]],
  [512, range(1024, 4096, 1024)],
  [1024, range(2048, 8192, 1024)],
  [2048, range(4096, 16_384, 1024)],
  [4096, range(8192, 30_720, 1024)],
  [8192, range(16_384, 61_440, 4096)],
  [16_384, range(32_768, 122_880, 8192)],
]);

function range(from: number, to: number, step: number): number[] {
  return Array.from({ length: (to - from) / step + 1 }, (_, index) => from + index * step);
}

/** Whether Fargate runs tasks of this size. Source: Amazon ECS developer guide, "Task size". */
export function isFargateSize(cpuUnits: number, memoryMiB: number): boolean {
  return memoryOf.get(cpuUnits)?.includes(memoryMiB) ?? false;
}

/** CPU units of `1024`, `1 vCPU` or `.5 vcpu`; `undefined` when it is neither. */
export function parseCpu(text: string): number | undefined {
  const [, units, vcpus] = /^\s*(?:(\d+)|(\d*\.?\d+)\s*vcpu)\s*$/i.exec(text) ?? [];
  if (units !== undefined) return Number(units);
  return vcpus === undefined ? undefined : Number(vcpus) * 1024;
}

/** MiB of `2048`, `2 GB` or `0.5GB`; `undefined` when it is neither. */
export function parseMemory(text: string): number | undefined {
  const [, mib, gib] = /^\s*(?:(\d+)|(\d*\.?\d+)\s*gb)\s*$/i.exec(text) ?? [];
  if (mib !== undefined) return Number(mib);
  return gib === undefined ? undefined : Number(gib) * 1024;
}
