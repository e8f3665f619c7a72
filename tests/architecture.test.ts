import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";

import { expect, test } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));

/** Who may import whom; see ARCHITECTURE.md, "Rooms". */
const mayImport: Record<string, readonly string[]> = {
  flow: [],
  asl: [],
  cfn: [],
  stepfn: ["asl", "flow"],
  sdk: ["stepfn", "cfn", "flow"],
  local: ["asl"],
  cli: ["sdk", "local", "cfn", "stepfn", "flow"],
};

const sources = readdirSync(join(root, "packages"), { recursive: true, encoding: "utf8" })
  .filter(
    (path) => /^[a-z]+\/src\/.*\.ts$/.test(path) && !path.endsWith(".test.ts") && !path.includes("/testing/"),
  )
  .map((path) => ({ path, ...importsOf(join(root, "packages", path)) }));

test("there are sources of every package to look at", () => {
  expect(new Set(sources.map(({ path }) => packageOf(path)))).toEqual(new Set(Object.keys(mayImport)));
});

test("packages import each other in one direction only", () => {
  const wrong = sources.flatMap(({ path, imports }) =>
    imports
      .flatMap((name) =>
        /^acme-engine(\/|$)/.test(name) ? "flow" : (/^@acme-engine\/([a-z]+)(?:\/|$)/.exec(name)?.[1] ?? []),
      )
      .filter((name) => name !== packageOf(path) && !mayImport[packageOf(path)]?.includes(name))
      .map((name) => `packages/${path} imports ${name}`),
  );
  expect(wrong).toEqual([]);
});

test("a package reaches into no other package's folder", () => {
  const wrong = sources.flatMap(({ path, imports }) =>
    imports
      .filter((name) => name.startsWith("."))
      .map((name) => relative(join(root, "packages"), resolve(root, "packages", dirname(path), name)))
      .filter((target) => packageOf(target) !== packageOf(path))
      .map((target) => `packages/${path} reaches ${target}`),
  );
  expect(wrong).toEqual([]);
});

test("a package declares every package that it imports", () => {
  const wrong = sources.flatMap(({ path, imports }) => {
    const manifest = JSON.parse(
      readFileSync(join(root, "packages", packageOf(path), "package.json"), "utf8"),
    ) as {
      dependencies?: Record<string, string>;
    };
    return imports
      .filter((name) => !name.startsWith(".") && !name.startsWith("node:"))
      .map((name) =>
        name
          .split("/")
          .slice(0, name.startsWith("@") ? 2 : 1)
          .join("/"),
      )
      .filter((name) => !manifest.dependencies?.[name])
      .map((name) => `packages/${path} imports ${name}`);
  });
  expect(wrong).toEqual([]);
});

test("no module loads itself through others", () => {
  const files = new Map(
    sources.map(({ path, loads }) => [
      join(root, "packages", path),
      loads
        .filter((name) => name.startsWith("."))
        .map((name) => resolve(root, "packages", dirname(path), name)),
    ]),
  );
  const done = new Set<string>();
  const cycles: string[] = [];
  const visit = (file: string, trail: readonly string[]) => {
    if (trail.includes(file)) {
      cycles.push(
        [...trail.slice(trail.indexOf(file)), file].map((each) => relative(root, each)).join(" → "),
      );
      return;
    }
    if (done.has(file)) return;
    for (const next of files.get(file) ?? []) visit(next, [...trail, file]);
    done.add(file);
  };
  for (const file of files.keys()) visit(file, []);
  expect(cycles).toEqual([]);
});

function packageOf(path: string): string {
  return path.split("/")[0] ?? "";
}

/**
 * What a file imports, and what of that is loaded when it is: types leave nothing behind, and types that are recursive (a Map state
 * holds a state machine) have to name each other.
 */
function importsOf(file: string): { imports: string[]; loads: string[] } {
  // Examples in comments import nothing, nor does a message that speaks of an import (`$` stands for its name).
  const text = readFileSync(file, "utf8").replaceAll(/^\s*\*.*$/gm, "");
  const statements = [
    ...text.matchAll(/^\s*(?:import|export)\s(type\s)?(?:[^;"']*?\sfrom\s)?["']([^"'$]+)["']/gm),
  ];
  const calls = [...text.matchAll(/\bimport\(\s*["']([^"'$]+)["']\s*\)/g)].flatMap(([, name]) => name ?? []);
  const names = (matches: RegExpMatchArray[]) => matches.flatMap(([, , name]) => name ?? []);
  return { imports: [...names(statements), ...calls], loads: names(statements.filter(([, type]) => !type)) };
}
