import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

/** Where a container engine listens. */
export type EngineAddress =
  | { readonly kind: "socket"; readonly path: string }
  | { readonly kind: "tcp"; readonly host: string; readonly port: number };

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Where to look, in order. DOCKER_HOST, CONTAINER_HOST or a chosen docker context is the only place then: whoever chose one
 * does not want another. Otherwise the sockets of the engines that people have.
 */
export function engineAddresses(environment: Environment): EngineAddress[] {
  const home = environment["HOME"] ?? homedir();
  const chosen =
    environment["DOCKER_HOST"] || environment["CONTAINER_HOST"] || contextHost(environment, home);
  if (chosen) {
    const address = parseEngineHost(chosen);
    return address ? [address] : [];
  }
  const runtimeFolder = environment["XDG_RUNTIME_DIR"];
  return [
    "/var/run/docker.sock",
    ...(runtimeFolder ? [join(runtimeFolder, "docker.sock")] : []),
    join(home, ".docker/run/docker.sock"),
    join(home, ".docker/desktop/docker.sock"),
    join(home, ".colima/default/docker.sock"),
    join(home, ".colima/docker.sock"),
    join(home, ".orbstack/run/docker.sock"),
    join(home, ".rd/docker.sock"),
    ...(runtimeFolder ? [join(runtimeFolder, "podman/podman.sock")] : []),
    "/run/podman/podman.sock",
    join(home, ".local/share/containers/podman/machine/podman.sock"),
  ].map((path) => ({ kind: "socket", path }));
}

/** `undefined` for what needs another transport: ssh, TLS. */
export function parseEngineHost(text: string): EngineAddress | undefined {
  const url = URL.parse(text);
  switch (url?.protocol) {
    case "unix:":
      return { kind: "socket", path: decodeURIComponent(url.pathname) };
    case "npipe:":
      return { kind: "socket", path: text.slice("npipe://".length).replaceAll("/", "\\") };
    case "tcp:":
    case "http:":
      return { kind: "tcp", host: url.hostname, port: Number(url.port || 2375) };
    default:
      return undefined;
  }
}

/** The host of the docker context in use; `undefined` for the default one. Source: Docker docs, "Docker contexts". */
function contextHost(environment: Environment, home: string): string | undefined {
  const folder = environment["DOCKER_CONFIG"] ?? join(home, ".docker");
  const name =
    environment["DOCKER_CONTEXT"] || textOf(readJson(join(folder, "config.json")), "currentContext");
  if (!name || name === "default") return undefined;
  const id = createHash("sha256").update(name).digest("hex");
  const meta = readJson(join(folder, "contexts/meta", id, "meta.json"));
  return textOf(valueOf(valueOf(meta, "Endpoints"), "docker"), "Host");
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    // Missing or broken: Docker's own client then uses its default, too.
    return undefined;
  }
}

function valueOf(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[key] : undefined;
}

function textOf(value: unknown, key: string): string | undefined {
  const text = valueOf(value, key);
  return typeof text === "string" ? text : undefined;
}
