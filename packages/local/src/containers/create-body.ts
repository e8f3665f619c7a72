import type { ContainerSpec } from "./runtime.ts";

/** Labels by which a later engine knows its containers. */
export const containerLabels = {
  store: "acme-engine.store",
  task: "acme-engine.task",
  container: "acme-engine.container",
};

/** Where containers find this machine when they have a network of their own. */
export const hostAlias = "host.docker.internal";

/** Name of a task's container or volume. */
export function objectName(taskId: string, name: string): string {
  return `acme-${taskId}-${name}`;
}

export interface Placement {
  readonly storeId: string;
  readonly sharesNetwork: boolean;
  /** CPUs of the engine. */
  readonly cpus: number;
}

/** The body of `POST /containers/create`. Source: Docker Engine API reference, ContainerCreate. */
export function toCreateBody(spec: ContainerSpec, { storeId, sharesNetwork, cpus }: Placement): object {
  const memoryBytes = spec.memoryMiB === undefined ? undefined : spec.memoryMiB * 1024 * 1024;
  const cpuShare = spec.cpuUnits === undefined ? undefined : spec.cpuUnits / 1024;
  return {
    Image: spec.image,
    ...(spec.entryPoint && { Entrypoint: spec.entryPoint }),
    ...(spec.command && { Cmd: spec.command }),
    Env: Object.entries(spec.environment).map(([name, value]) => `${name}=${value}`),
    ...(spec.workingDirectory !== undefined && { WorkingDir: spec.workingDirectory }),
    ...(spec.user !== undefined && { User: spec.user }),
    Labels: {
      ...spec.labels,
      [containerLabels.store]: storeId,
      [containerLabels.task]: spec.taskId,
      [containerLabels.container]: spec.name,
    },
    HostConfig: {
      // The container stays until its exit code and last line are stored.
      AutoRemove: false,
      // Read again after a restart of the engine, whatever the daemon's default driver.
      LogConfig: { Type: "json-file", Config: {} },
      NetworkMode: sharesNetwork ? "host" : "bridge",
      ...(!sharesNetwork && { ExtraHosts: [`${hostAlias}:host-gateway`] }),
      Init: spec.init,
      ReadonlyRootfs: spec.readonlyRootFilesystem,
      // A task may ask for more CPUs than this machine has; the daemon would refuse.
      ...(cpuShare !== undefined && {
        NanoCpus: Math.round(1e9 * (cpus > 0 ? Math.min(cpuShare, cpus) : cpuShare)),
      }),
      ...(spec.cpuShares !== undefined && { CpuShares: Math.max(2, spec.cpuShares) }),
      // Fargate has no swap: as much memory with swap as without.
      ...(memoryBytes !== undefined && { Memory: memoryBytes, MemorySwap: memoryBytes }),
      ...(spec.memoryReservationMiB !== undefined && {
        MemoryReservation: spec.memoryReservationMiB * 1024 * 1024,
      }),
      ...(spec.mounts.length > 0 && {
        Mounts: spec.mounts.map(({ volume, path, readOnly }) => ({
          Type: "volume",
          Source: objectName(spec.taskId, volume),
          Target: path,
          ReadOnly: readOnly,
        })),
      }),
      ...(spec.ulimits.length > 0 && {
        Ulimits: spec.ulimits.map(({ name, soft, hard }) => ({ Name: name, Soft: soft, Hard: hard })),
      }),
    },
  };
}
