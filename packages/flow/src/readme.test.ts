import { readFileSync } from "node:fs";

import { expect, test } from "vitest";

const read = (path: string) => readFileSync(new URL(path, import.meta.url), "utf8");
const readme = read("../README.md");

test("the flow in the README is the one that runs in the examples", () => {
  expect(readme).toContain(`\`\`\`ts\n${read("../../../examples/nightly/flow.ts")}\`\`\``);
});

test("the README names everything that the package exports as a value", async () => {
  const packages = [
    await import("./index.ts"),
    await import("./testing.ts"),
    await import("./runner.ts"),
    await import("./bundle.ts"),
  ];
  const unnamed = packages.flatMap((each) => Object.keys(each)).filter((name) => !readme.includes(name));
  expect(unnamed).toEqual([]);
});
