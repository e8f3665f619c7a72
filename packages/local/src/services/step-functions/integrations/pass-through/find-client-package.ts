import { readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";

/** Packages whose names differ from what Step Functions calls the service by more than hyphens. */
const aliases: Readonly<Record<string, string>> = {
  databasemigration: "@aws-sdk/client-database-migration-service",
  events: "@aws-sdk/client-eventbridge",
  lexruntime: "@aws-sdk/client-lex-runtime-service",
};

/** Names with hyphens of services that state machines often call: what to install is said without a look at the registry. */
const hyphenated = [
  "api-gateway",
  "application-auto-scaling",
  "auto-scaling",
  "bedrock-agent-runtime",
  "bedrock-runtime",
  "cloudwatch-logs",
  "cognito-identity-provider",
  "cost-explorer",
  "elastic-load-balancing-v2",
  "iot-data-plane",
  "rds-data",
  "redshift-data",
  "resource-groups-tagging-api",
  "route-53",
  "s3-control",
  "secrets-manager",
  "service-catalog",
  "timestream-query",
  "timestream-write",
].map((name) => `@aws-sdk/client-${name}`);

const withoutHyphens = (packageName: string) =>
  packageName.slice("@aws-sdk/client-".length).replaceAll("-", "");

/** The client package of a service, e.g. `secretsmanager` → `@aws-sdk/client-secrets-manager`; `installed` ones are known best. */
export function nameClientPackage(service: string, installed: readonly string[]): string {
  return (
    aliases[service] ??
    [...installed, ...hyphenated].find((name) => withoutHyphens(name) === service) ??
    `@aws-sdk/client-${service}`
  );
}

/** The `@aws-sdk/client-*` packages in the `node_modules` of a folder and of those above it. */
export function listClientPackages(folder: string): string[] {
  const here = readNames(join(folder, "node_modules", "@aws-sdk"))
    .filter((name) => name.startsWith("client-"))
    .map((name) => `@aws-sdk/${name}`);
  const above = dirname(folder);
  return above === folder ? here : [...here, ...listClientPackages(above)];
}

function readNames(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** The package's exports, as a module in the folder would get them; undefined when it is not installed. */
export async function loadClientPackage(
  name: string,
  folder: string,
): Promise<Readonly<Record<string, unknown>> | undefined> {
  let path: string;
  try {
    path = createRequire(join(folder, "package.json")).resolve(name);
  } catch {
    return undefined;
  }
  const loaded = (await import(pathToFileURL(path).href)) as Record<string, unknown>;
  // A CommonJS package has all of its exports in the default one.
  const { default: all } = loaded;
  return typeof all === "object" && all !== null ? { ...loaded, ...all } : loaded;
}
