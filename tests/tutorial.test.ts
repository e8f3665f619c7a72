import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { createWorld, type World } from "./testing/acme-process.ts";
import { findAwsCli } from "./testing/aws-cli.ts";

const client = findAwsCli("redrive-execution");
if ("missing" in client) console.warn(`Skipped tests/tutorial.test.ts: ${client.missing}.`);

describe.skipIf("missing" in client)("docs/tutorial-step-functions.md, as it stands", () => {
  let world: World;
  let url: string;
  beforeAll(async () => {
    world = createWorld();
    ({ url } = await world.up());
  });
  afterAll(() => world.close());

  test("its commands do what it says", { timeout: 120_000 }, async () => {
    const page = readFileSync(
      fileURLToPath(new URL("../docs/tutorial-step-functions.md", import.meta.url)),
      "utf8",
    );
    const blocks = [...page.matchAll(/```sh\n([^]*?)```/g)].map(([, block]) => block);
    expect(blocks.length).toBeGreaterThan(5);
    const aws = "path" in client ? client.path : "aws";
    // What the shell shows is the tutorial's own: only the port and the program's place are this machine's.
    const script = `set -e\naws() { command '${aws}' "$@"; }\n${blocks.join("\nsleep 0.3\n").replace("http://127.0.0.1:4566", url)}`;
    const printed = await bash(script, world.folder);
    expect(printed).toContain("FAILED\tS3.NoSuchBucketException");
    expect(printed).toMatch(/1\tExecutionStarted[^]*\tExecutionFailed/);
    expect(printed).toContain('SUCCEEDED\t{"total":16}');
    expect(printed).toContain("by-alias\tSUCCEEDED");
    expect(printed).toMatch(/"output": "6"/);
  });
});

function bash(script: string, cwd: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const env = { PATH: process.env["PATH"], HOME: cwd, AWS_PAGER: "", AWS_EC2_METADATA_DISABLED: "true" };
    const child = spawn("bash", ["-c", script], { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
    let printed = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        printed += text;
      });
    }
    child.once("error", reject);
    child.once("close", (status) => {
      if (status === 0) resolve(printed);
      else reject(new Error(`the tutorial ended with ${status}:\n${printed}`));
    });
  });
}
