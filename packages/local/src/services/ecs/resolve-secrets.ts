import type { ContainerDefinition } from "@aws-sdk/client-ecs";

import { ContainerError } from "../../containers/container-error.ts";

export interface SecretSources {
  /** Values by `valueFrom` or by the variable's name. */
  readonly secrets: Readonly<Record<string, string>>;
  /** Where `ACME_SECRET_<NAME>` is looked for. */
  readonly hostEnvironment: Readonly<Record<string, string | undefined>>;
}

/**
 * The values of a container's secrets. They lie in AWS, where the engine does not reach, so they come from this machine.
 * Throws ResourceInitializationError, naming every secret without a value and how to give it.
 */
export function resolveSecrets(
  container: ContainerDefinition,
  { secrets, hostEnvironment }: SecretSources,
): Record<string, string> {
  const values: Record<string, string> = {};
  const missing: string[] = [];
  for (const { name = "", valueFrom = "" } of container.secrets ?? []) {
    const value = secrets[valueFrom] ?? secrets[name] ?? hostEnvironment[`ACME_SECRET_${name}`];
    if (value === undefined) missing.push(`"${name}" (${valueFrom}): set ACME_SECRET_${name}`);
    else values[name] = value;
  }
  if (missing.length > 0) {
    throw new ContainerError(
      "ResourceInitializationError",
      `unable to pull secrets or registry auth: the local engine has no value for ${missing.join(", ")} in the environment of the engine`,
    );
  }
  return values;
}
