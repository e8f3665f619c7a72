import { expect, it } from "vitest";
import { createModuleReader } from "./create-module-reader.ts";

const files: Record<string, string> = {
  "flows/lib.ts": "lib",
  "flows/parts/index.ts": "parts",
  "shared/a.mts": "a",
  "flows/data.json": "{}",
};

it.each([
  ["./lib.ts", "flows/lib.ts"],
  ["./lib.js", "flows/lib.ts"],
  ["./lib", "flows/lib.ts"],
  ["./parts", "flows/parts/index.ts"],
  ["../shared/a.mjs", "shared/a.mts"],
  ["./gone.ts", undefined],
  ["./data.json", undefined],
  ["lib", undefined],
  ["node:fs", undefined],
])("%s in flows/flow.ts is %s", (specifier, path) => {
  const read = createModuleReader((wanted) => files[wanted]);
  expect(read(specifier, "flows/flow.ts")).toEqual(
    path === undefined ? undefined : { path, source: files[path] },
  );
});
