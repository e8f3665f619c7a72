import { usageError } from "../cli-error.ts";
import type { Project } from "../project/find-project.ts";
import type { TargetOptions } from "./global-options.ts";

/** Where a command works, decided before anything is opened. */
export type TargetChoice =
  /** The embedded engine of this project, wherever it runs. */
  | { kind: "local"; region?: string; runtime: Runtime }
  /** Something that answers AWS's protocols at a URL. */
  | { kind: "endpoint"; url: string; region?: string }
  | { kind: "aws"; region?: string; profile?: string };

export const runtimes = ["auto", "container", "process"] as const;
export type Runtime = (typeof runtimes)[number];

/** Option, then environment, then `acme.config.json`, then `local`: nothing reaches AWS unless it was asked for. */
export function chooseTarget(
  options: TargetOptions,
  { config }: Project,
  env: Readonly<Record<string, string | undefined>>,
): TargetChoice {
  const name = options.target ?? env["ACME_TARGET"] ?? config.target ?? "local";
  const region = options.region ?? env["AWS_REGION"] ?? env["AWS_DEFAULT_REGION"] ?? config.region;
  const withRegion = region === undefined ? {} : { region };
  if (options.endpoint !== undefined) {
    if (options.target === "aws") throw usageError("--endpoint and --target aws exclude each other.");
    if (!URL.canParse(options.endpoint)) {
      throw usageError(
        `--endpoint ${JSON.stringify(options.endpoint)} is not a URL.`,
        "For example http://127.0.0.1:4566",
      );
    }
    return { kind: "endpoint", url: options.endpoint, ...withRegion };
  }
  if (name === "local") {
    if (options.profile !== undefined) {
      throw usageError(
        "--profile is for AWS, and the target is the local engine.",
        "Add --target aws, or leave --profile out.",
      );
    }
    return { kind: "local", runtime: parseRuntime(options.runtime ?? env["ACME_RUNTIME"]), ...withRegion };
  }
  if (name !== "aws")
    throw usageError(`The target ${JSON.stringify(name)} is not known; it is "local" or "aws".`);
  const profile = options.profile ?? env["AWS_PROFILE"] ?? config.profile;
  return { kind: "aws", ...withRegion, ...(profile === undefined ? {} : { profile }) };
}

export function parseRuntime(text: string | undefined): Runtime {
  const runtime = runtimes.find((known) => known === (text ?? "auto"));
  if (!runtime)
    throw usageError(
      `The runtime ${JSON.stringify(text)} is not known; it is one of ${runtimes.join(", ")}.`,
    );
  return runtime;
}

/** The cluster that a command works in. */
export function chooseCluster(
  options: { cluster?: string },
  { config }: Project,
  env: Readonly<Record<string, string | undefined>>,
): string {
  return options.cluster ?? env["ACME_CLUSTER"] ?? config.cluster ?? "jobs";
}
