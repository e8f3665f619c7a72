import type { HomeOptions } from "@acme-engine/local";

import { readJsonFile } from "./read-file.ts";
import { CliError } from "../cli-error.ts";

/** `acme.config.json`: what would otherwise be typed again with every command. Options of the command line win. */
export interface ProjectConfig {
  /** Name of the cluster. Default `jobs`. */
  cluster?: string;
  /** Default `local`. */
  target?: "local" | "aws";
  region?: string;
  profile?: string;
  /** What stands for Lambda functions in the embedded engine, by name or ARN; the engine checks them. */
  functions?: NonNullable<HomeOptions["functions"]>;
  /** A mock configuration of the embedded engine, from the project's folder. */
  mockConfig?: string;
  /** Where the embedded engine passes calls that it does not answer: `aws`, or a URL. */
  passThrough?: string;
  /** What of their time waits take in the embedded engine, 0 to 1. */
  waitScale?: number;
  /** Deployments by name; the fields are those of `AcmeFlowDeployer.deploy`, which checks them. */
  deployments: Record<string, Record<string, unknown>>;
}

const fields = [
  "cluster",
  "target",
  "region",
  "profile",
  "functions",
  "mockConfig",
  "passThrough",
  "waitScale",
  "deployments",
];

/** Throws `AcmeError` ACME_CONFIG naming the file and the field. */
export function loadConfig(path: string): ProjectConfig {
  const value = readJsonFile(path, "configuration");
  const refuse = (message: string, hint?: string) => {
    throw new CliError("ACME_CONFIG", `${path}: ${message}`, hint ? { hint } : {});
  };
  if (!isObject(value)) return refuse("expected a JSON object");
  for (const field of Object.keys(value)) {
    if (!fields.includes(field)) refuse(`"${field}" is not a field`, `Known fields: ${fields.join(", ")}.`);
  }
  for (const field of ["cluster", "region", "profile", "mockConfig", "passThrough"]) {
    if (value[field] !== undefined && typeof value[field] !== "string") {
      refuse(`"${field}" is ${JSON.stringify(value[field])}, expected a string`);
    }
  }
  const { target, functions = {}, waitScale = 1, deployments = {} } = value;
  if (typeof waitScale !== "number") refuse(`"waitScale" is ${JSON.stringify(waitScale)}, expected a number`);
  if (!isObject(functions)) refuse('"functions" must be an object of modules or URLs by function name');
  if (target !== undefined && target !== "local" && target !== "aws") {
    refuse(`"target" is ${JSON.stringify(target)}, expected "local" or "aws"`);
  }
  if (!isObject(deployments)) return refuse('"deployments" must be an object of deployments by name');
  for (const [name, options] of Object.entries(deployments)) {
    if (!isObject(options)) refuse(`deployments.${name} must be an object`);
    else if ("name" in options)
      refuse(`deployments.${name} has a "name"`, "The key is the name; remove the field.");
  }
  return { ...(value as Partial<ProjectConfig>), deployments: deployments as ProjectConfig["deployments"] };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
