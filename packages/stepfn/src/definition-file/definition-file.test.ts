import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { compile } from "../compile/compile.ts";
import { exampleCluster } from "../testing/example-cluster.ts";
import { isPinned } from "./definition-file.ts";
import { parseDefinitionFile } from "./parse-definition-file.ts";
import { pinTaskDefinition } from "./pin-task-definition.ts";
import { readDefinitionFile } from "./read-definition-file.ts";
import { formatDefinitionFile, writeDefinitionFile } from "./write-definition-file.ts";

const revision = "arn:aws:ecs:eu-central-1:111122223333:task-definition/batch-etl:7";
const compiled = compile({ name: "batch-etl", image: "busybox", cluster: exampleCluster });
let folder = "";

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "acme-stepfn-"));
});
afterEach(() => rm(folder, { recursive: true }));

describe("writing a definition file", () => {
  test("and reading it gives the same", async () => {
    const path = join(folder, "new", "folder", "etl.json");
    await writeDefinitionFile(path, compiled);
    expect((await readDefinitionFile(path)).file).toEqual(compiled);
  });

  test("over one leaves no other file behind", async () => {
    const path = join(folder, "etl.json");
    await writeDefinitionFile(path, compiled);
    await writeDefinitionFile(path, pinTaskDefinition(compiled, revision));
    expect(await readdir(folder)).toEqual(["etl.json"]);
    expect(await readFile(path, "utf8")).toContain(revision);
  });

  test("where a folder is fails in one line and leaves nothing half-written", async () => {
    await expect(writeDefinitionFile(folder, compiled)).rejects.toMatchObject({
      code: "ACME_DEFINITION_FILE_UNWRITABLE",
      message: expect.stringContaining(`Cannot write the definition file ${folder}`),
    });
    expect(await readdir(folder)).toEqual([]);
  });
});

describe("reading a definition file", () => {
  async function readText(text: string) {
    const path = join(folder, "etl.json");
    await writeFile(path, text);
    return readDefinitionFile(path).then(
      () => "read",
      (error: unknown) => (error instanceof Error ? error.message.replace(path, "etl.json") : String(error)),
    );
  }

  test("that is not there says so", async () => {
    await expect(readDefinitionFile(join(folder, "none.json"))).rejects.toMatchObject({
      code: "ACME_DEFINITION_FILE_UNREADABLE",
      message: expect.stringContaining("there is no such file"),
    });
  });

  test("that is a folder says so", async () => {
    await expect(readDefinitionFile(folder)).rejects.toThrow("it is a folder");
  });

  test.each<[string, string, RegExp]>([
    ["is empty", " \n", /^etl.json:1:1: The definition file is empty/],
    ["is cut off", '{\n  "acmeDefinition": 1,\n  "na', /^etl.json:3:3: The definition file is not JSON/],
    ["has a comma too many", '{\n  "a": 1,\n}', /^etl.json:3:1: The definition file is not JSON/],
    ["has a bare word", '{\n  "a": yes\n}', /^etl.json:2:8: The definition file is not JSON/],
    ["goes on after its end", "{}\n{}", /^etl.json:2:1: The definition file is not JSON/],
    ["is a list", "[1]", /^etl.json:1:1: The definition file is \[1\]; expected an object/],
    [
      "is another JSON file",
      '{ "name": "x" }',
      /^etl.json:1:1: \/acmeDefinition is nothing; expected the number 1/,
    ],
    [
      "has a format of the future",
      '{ "acmeDefinition": 2 }',
      /^etl.json:1:21: \/acmeDefinition is 2; expected the number 1/,
    ],
  ])("that %s names the place", async (_, text, message) => {
    expect(await readText(text)).toMatch(message);
  });

  test("with a wrong value names line and column, the value, and what was expected", async () => {
    const text = formatDefinitionFile(compiled).replace('"StartAt": "Check parameters"', '"StartAt": 7');
    expect(await readText(text)).toMatch(
      /^etl.json:\d+:16: \/definition\/StartAt is 7; expected the name of a state\.$/,
    );
  });

  test("with a byte order mark works", async () => {
    expect(await readText(`\uFEFF${formatDefinitionFile(compiled)}`)).toBe("read");
  });
});

test("parsing something that is no definition file says how to get one", () => {
  expect(() => parseDefinitionFile(null)).toThrow("The definition file is null; expected an object.");
});

describe("pinning", () => {
  test("puts the revision where the placeholder was and leaves the rest", () => {
    const pinned = pinTaskDefinition(compiled, revision);
    expect(isPinned(compiled)).toBe(false);
    expect(isPinned(pinned)).toBe(true);
    expect(JSON.stringify(pinned)).toBe(JSON.stringify(compiled).replace("${TaskDefinitionArn}", revision));
  });

  test("a family without revision is refused", () => {
    expect(() => pinTaskDefinition(compiled, "batch-etl")).toThrow('Cannot pin "batch-etl"');
  });

  test("another task definition than the compiled one is refused", () => {
    const fixed = compile({ name: "batch-etl", taskDefinitionArn: revision, cluster: exampleCluster });
    expect(pinTaskDefinition(fixed, revision)).toEqual(fixed);
    expect(() => pinTaskDefinition(fixed, revision.replace(":7", ":8"))).toThrow("it cannot be pinned to");
  });
});
