import { afterEach, beforeEach, expect, test } from "vitest";

import { findQuickCommand } from "./quick-command.ts";
import { createFlowFolder, type FlowFolder, moduleWith } from "./testing/flow-folder.ts";
import { createRecordingIo } from "./testing/recording-io.ts";

let world: FlowFolder;
beforeEach(() => {
  world = createFlowFolder();
});
afterEach(() => world.remove());

const find = (argv: string[]) => findQuickCommand(argv, createRecordingIo({ cwd: world.folder }));

test.each([
  [["compile", "a.ts"]],
  [["compile", "a.ts#one", "--explain", "--json"]],
  [["compile", "missing.ts#one", "--explain", "--no-types"]],
  [["check", "a.ts", "bad.ts", "--json"]],
])("%j prints what it prints when all commands are loaded", async (argv) => {
  world.write("a.ts", moduleWith({ one: "return await twice({ n });" }));
  world.write("bad.ts", moduleWith({ one: "return this;" }));
  const io = createRecordingIo({ cwd: world.folder });
  const quick = findQuickCommand(argv, io);
  expect(quick).toBeDefined();
  const slow = await world.acme(...argv);
  const exitCode = await quick?.(new AbortController().signal).catch((error: unknown) => {
    expect(slow.stderr).toContain((error as Error).message);
    return 1;
  });
  expect(exitCode).toBe(slow.exitCode);
  if (exitCode === 0) expect(io.printed).toEqual({ stdout: slow.stdout, stderr: slow.stderr });
});

test.each([
  [[]],
  [["compile"]],
  [["compile", "job"]],
  [["compile", "a.ts", "--help"]],
  [["compile", "a.ts", "b.ts"]],
  [["compile", "a.ts", "--out"]],
  [["compile", "a.ts", "--", "true"]],
  [["check", "a.ts", "--explain"]],
  [["check", "a.ts", "--out", "b"]],
  [["check", "a.ts", "--jsn"]],
  [["run", "a.ts"]],
])("%j is left to the whole command", (argv) => {
  expect(find(argv)).toBeUndefined();
});
