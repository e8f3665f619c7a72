import type { ContainerDefinition, TaskDefinition } from "@aws-sdk/client-ecs";

import { ContainerError } from "../../containers/container-error.ts";

/**
 * Settings that would change what a job does but mean nothing here are told of; those without which it cannot be right fail the
 * task. Neither is passed over in silence.
 */
export function checkSupport(
  definition: TaskDefinition,
  container: ContainerDefinition,
  notify: (message: string) => void,
): void {
  const { name } = container;
  if (container.environmentFiles?.length) {
    throw new ContainerError(
      "ResourceInitializationError",
      `container "${name}" has environmentFiles, which the local engine does not read: give the variables in environment`,
    );
  }
  for (const { sourceVolume } of container.mountPoints ?? []) {
    const volume = definition.volumes?.find((candidate) => candidate.name === sourceVolume);
    if (volume && (volume.efsVolumeConfiguration || volume.configuredAtLaunch || volume.host?.sourcePath)) {
      throw new ContainerError(
        "ResourceInitializationError",
        `volume "${sourceVolume}" of container "${name}" is not on this machine: the local engine has only volumes that live as long as the task`,
      );
    }
  }
  const ignored = [
    container.healthCheck && "healthCheck",
    container.restartPolicy?.enabled && "restartPolicy",
    container.firelensConfiguration && "firelensConfiguration",
    container.pseudoTerminal && "pseudoTerminal",
    container.volumesFrom?.length && "volumesFrom",
  ].filter((setting) => typeof setting === "string");
  if (ignored.length > 0) {
    notify(`container "${name}": the local engine does not apply ${ignored.join(", ")}`);
  }
  const driver = container.logConfiguration?.logDriver;
  if (driver === undefined)
    notify(`container "${name}" has no logConfiguration: its output is lost, as on AWS`);
  else if (driver !== "awslogs") {
    notify(`container "${name}": the local engine has no log driver ${driver}: its output is lost`);
  }
}
