import { execFile, execFileSync } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Debian's client is where its package puts it; another one may stand in front of it on the PATH. */
const places = ["/usr/bin/aws", "aws"];

/** The real `aws` command-line client, or why there is none. */
export function findAwsCli(): { path: string; version: string } | { missing: string } {
  for (const path of places) {
    try {
      return { path, version: execFileSync(path, ["--version"], { encoding: "utf8" }).trim() };
    } catch {
      continue;
    }
  }
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
