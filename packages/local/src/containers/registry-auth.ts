import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";

/** Docker's client configuration. Source: Docker docs, "docker login", credential stores and helpers. */
interface ClientConfig {
  auths?: Record<string, { auth?: string; identitytoken?: string }>;
  credsStore?: string;
  credHelpers?: Record<string, string>;
}

/** Docker Hub's name in the client's configuration. */
const dockerHub = "https://index.docker.io/v1/";
const helperTimeoutMs = 10_000;

/** The `X-Registry-Auth` header for an image's registry from what `docker login` kept; `undefined` for an anonymous pull. */
export async function registryAuth(
  image: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<string | undefined> {
  const folder = environment["DOCKER_CONFIG"] ?? join(environment["HOME"] ?? homedir(), ".docker");
  const config = await readConfig(join(folder, "config.json"));
  const registry = registryOf(image);
  const helper = config.credHelpers?.[registry] ?? config.credsStore;
  const credentials =
    (helper && (await askHelper(helper, registry, environment))) || fromConfig(config, registry);
  if (!credentials) return undefined;
  return Buffer.from(JSON.stringify({ ...credentials, serveraddress: registry })).toString("base64url");
}

/** The first part of an image's name is a registry when it could be a host. */
export function registryOf(image: string): string {
  const [first = "", ...rest] = image.split("/");
  const isHost = rest.length > 0 && (/[.:]/.test(first) || first === "localhost");
  return isHost && first !== "docker.io" ? first : dockerHub;
}

interface Credentials {
  username?: string;
  password?: string;
  identitytoken?: string;
}

function fromConfig(config: ClientConfig, registry: string): Credentials | undefined {
  const entry = config.auths?.[registry] ?? config.auths?.[`https://${registry}`];
  if (entry?.identitytoken) return { identitytoken: entry.identitytoken };
  if (!entry?.auth) return undefined;
  const text = Buffer.from(entry.auth, "base64").toString("utf8");
  const colon = text.indexOf(":");
  return { username: text.slice(0, colon), password: text.slice(colon + 1) };
}

/** A helper that is missing, fails or knows nothing means an anonymous pull, as with Docker's own client. */
function askHelper(
  helper: string,
  registry: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Credentials | undefined> {
  return new Promise((resolve) => {
    const child = spawn(`docker-credential-${helper}`, ["get"], {
      // It looks into the user's own key store.
      env: { ...environment },
      stdio: ["pipe", "pipe", "ignore"],
      timeout: helperTimeoutMs,
    });
    let output = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (output += text));
    child.once("error", () => resolve(undefined));
    child.stdin.on("error", () => resolve(undefined));
    child.once("close", (code) => resolve(code === 0 ? parseHelperAnswer(output) : undefined));
    child.stdin.end(registry);
  });
}

function parseHelperAnswer(text: string): Credentials | undefined {
  try {
    const { Username, Secret } = JSON.parse(text) as { Username?: string; Secret?: string };
    if (!Secret) return undefined;
    return Username === "<token>"
      ? { identitytoken: Secret }
      : { username: Username ?? "", password: Secret };
  } catch {
    return undefined;
  }
}

async function readConfig(path: string): Promise<ClientConfig> {
  try {
    return JSON.parse(await readFile(path, "utf8")) as ClientConfig;
  } catch {
    // Nobody logged in.
    return {};
  }
}
