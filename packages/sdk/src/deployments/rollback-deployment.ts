import { rollback } from "@acme-engine/stepfn";
import type { Target } from "../target.ts";
import { locateDeployment } from "./find-deployment.ts";

/** Where `live` points after a rollback. */
export interface RolledBackDeployment {
  readonly fullName: string;
  readonly aliasArn: string;
  readonly versionArn: string;
  readonly version: number;
  /** Where `live` pointed before. */
  readonly previousVersion?: number;
}

/**
 * Moves `live` to an older version; nothing is deleted, so a later deployment or rollback may go forward again.
 * @throws DeploymentNotFoundError; AcmeError ACME_NO_SUCH_VERSION with the versions that there are.
 */
export async function rollbackDeployment(
  target: Target,
  name: string,
  toVersion: number | undefined,
  signal: AbortSignal | undefined,
): Promise<RolledBackDeployment> {
  const { fullName, stateMachineArn } = await locateDeployment(target, name, signal);
  const { aliasArn, versionArn, version, fromVersionArn } = await rollback({
    client: target.clients.stepFunctions,
    stateMachineArn,
    ...(toVersion !== undefined && { toVersion }),
    ...(signal !== undefined && { signal }),
    pace: { sleep: target.pace.pause, random: target.pace.random },
  });
  return {
    fullName,
    aliasArn,
    versionArn,
    version,
    ...(fromVersionArn !== undefined && {
      previousVersion: Number(fromVersionArn.slice(fromVersionArn.lastIndexOf(":") + 1)),
    }),
  };
}
