import { type EngineAddress, engineAddresses } from "./engine-address.ts";
import { createEngineConnection } from "./engine-connection.ts";

const pingTimeoutMs = 2_000;

/** Why no container engine answers, and what to do about it, for a person: the most telling of all places that were tried. */
export async function whyNoContainerEngine(
  environment: Readonly<Record<string, string | undefined>>,
): Promise<string> {
  const addresses = engineAddresses(environment);
  const reasons: { weight: number; text: string }[] = [];
  for (const address of addresses) reasons.push(await whyNot(address));
  const [best] = reasons.toSorted((a, b) => b.weight - a.weight);
  if (best && best.weight > 0) return `no container engine answers: ${best.text}`;
  const chosen = environment["DOCKER_HOST"] || environment["CONTAINER_HOST"];
  if (chosen && !best) return `no container engine answers: ${chosen} is neither a socket nor plain tcp`;
  return best && addresses.length === 1
    ? `no container engine answers: ${best.text}`
    : "no container engine answers: there is no socket of Docker or Podman";
}

async function whyNot(address: EngineAddress): Promise<{ weight: number; text: string }> {
  const place = address.kind === "socket" ? address.path : `${address.host}:${address.port}`;
  try {
    await createEngineConnection(address).call({
      method: "GET",
      path: "/_ping",
      signal: AbortSignal.timeout(pingTimeoutMs),
    });
    return { weight: 1, text: `${place} did not answer a moment ago` };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    switch (code) {
      case "EACCES":
      case "EPERM":
        return { weight: 3, text: `${place} is not yours to use (permission denied): join its group` };
      case "ECONNREFUSED":
        return { weight: 2, text: `${place} refuses connections: its daemon does not run` };
      case "ENOENT":
        return { weight: 0, text: `${place} is not there` };
      default:
        return { weight: 1, text: `${place}: ${message}` };
    }
  }
}
