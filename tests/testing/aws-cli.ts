import { execFile, execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Debian's client is where its package puts it; another one may stand in front of it on the PATH. */
const places = ["/usr/bin/aws", "aws", fileURLToPath(new URL("../../.venv/awscli/bin/aws", import.meta.url))];

/** The real `aws` command-line client that knows a command of Step Functions, or why there is none. */
export function findAwsCli(
  knows = "list-state-machines",
): { path: string; version: string } | { missing: string } {
  let older: string | undefined;
  for (const path of places) {
    try {
      const version = execFileSync(path, ["--version"], { encoding: "utf8" }).trim();
      if (execFileSync(path, ["stepfunctions", "help"], { encoding: "utf8", stdio: "pipe" }).includes(knows))
        return { path, version };
      older = version;
    } catch {
      continue;
    }
  }
  if (older) return { missing: `${older} is too old to know stepfunctions ${knows} (PyPI: awscli)` };
  return { missing: "the aws command-line client is not installed (Debian: awscli)" };
}

export type AwsCli = (
  command: string,
  options?: Record<string, string | true>,
  ...words: string[]
) => Promise<unknown>;

/**
 * Calls an endpoint with it: `aws("s3 cp", { recursive: true }, from, to)`. The answer is its JSON, or its text where it prints none.
 */
export function createAwsCli(path: string, endpoint: string): AwsCli {
  return async (command, options = {}, ...words) => {
    const flags = Object.entries(options).flatMap(([name, value]) =>
      value === true ? [`--${name}`] : [`--${name}`, value],
    );
    const args = ["--endpoint-url", endpoint, "--output", "json", ...command.split(" "), ...words, ...flags];
    const { stdout } = await run(path, args, {
      env: {
        PATH: process.env["PATH"],
        AWS_ACCESS_KEY_ID: "test",
        AWS_SECRET_ACCESS_KEY: "test",
        AWS_DEFAULT_REGION: "us-east-1",
        AWS_PAGER: "",
        AWS_EC2_METADATA_DISABLED: "true",
      },
      maxBuffer: 16 * 1024 * 1024,
    });
    try {
      return JSON.parse(stdout) as unknown;
    } catch {
      return stdout;
    }
  };
}
