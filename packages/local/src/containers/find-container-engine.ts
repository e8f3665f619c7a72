import { platform } from "node:process";

import { engineAddresses } from "./engine-address.ts";
import { createEngineConnection, type EngineConnection } from "./engine-connection.ts";

export interface ContainerEngine {
  readonly connection: EngineConnection;
  /** E.g. `Docker 28.2.2` or `Podman 5.4.0`. */
  readonly name: string;
  /** Containers share this machine's network, so 127.0.0.1 is the same place for both. */
  readonly sharesNetwork: boolean;
  /** Its following log stream gives every message in order, up to a point. */
  readonly followsInOrder: boolean;
  /** CPUs that the engine has; more than these it refuses to give. */
  readonly cpus: number;
}

const pingTimeoutMs = 2_000;

/**
 * Finds the container engine of this machine, each time it is called: one that was found is asked again whether it is there, and
 * one that is started later is found then. `undefined` when none answers.
 */
export function createContainerEngineFinder(
  environment: Readonly<Record<string, string | undefined>>,
): () => Promise<ContainerEngine | undefined> {
  let found: ContainerEngine | undefined;
  return async () => {
    if (found && (await answers(found.connection))) return found;
    found = undefined;
    for (const address of engineAddresses(environment)) {
      const connection = createEngineConnection(address);
      if (await answers(connection)) {
        found = await describe(connection);
        break;
      }
    }
    return found;
  };
}

async function answers(connection: EngineConnection): Promise<boolean> {
  try {
    await connection.call({
      method: "GET",
      path: "/_ping",
      signal: AbortSignal.timeout(pingTimeoutMs),
    });
    return true;
  } catch {
    return false;
  }
}

interface EngineInfo {
  NCPU?: number;
  OperatingSystem?: string;
  ServerVersion?: string;
  SecurityOptions?: string[];
}

interface EngineVersion {
  Version?: string;
  Components?: { Name?: string }[];
}

async function describe(connection: EngineConnection): Promise<ContainerEngine> {
  // Shapes by Docker's API reference, SystemInfo and SystemVersion; every member may be missing.
  const [info, version] = (await Promise.all([
    connection.call({ method: "GET", path: "/info" }),
    connection.call({ method: "GET", path: "/version" }),
  ])) as [EngineInfo | undefined, EngineVersion | undefined];
  const isPodman = version?.Components?.some(({ Name }) => Name?.startsWith("Podman")) ?? false;
  const isDesktop = /Docker Desktop/i.test(info?.OperatingSystem ?? "");
  // Rootless Docker has a network of its own, in which 127.0.0.1 is another place; rootless Podman has not.
  const isApart =
    !isPodman && (info?.SecurityOptions?.some((option) => option.includes("rootless")) ?? false);
  return {
    connection,
    name: `${isPodman ? "Podman" : "Docker"} ${version?.Version ?? info?.ServerVersion ?? ""}`.trim(),
    sharesNetwork: platform === "linux" && connection.address.kind === "socket" && !isDesktop && !isApart,
    // Seen with Podman 4.3: when the container ends, the stream leaves out messages in the middle.
    followsInOrder: !isPodman,
    cpus: info?.NCPU ?? 0,
  };
}
