/**
 * Builds what is published. A library becomes one module with its dependencies left outside; the command is bundled whole, in
 * chunks, so that each command loads only what it needs.
 */
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";

import { build, type BuildOptions, type Plugin } from "rolldown";

const root = fileURLToPath(new URL("..", import.meta.url));
const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
const libraries = ["flow", "asl", "cfn", "stepfn", "sdk", "local"];

for (const name of [...libraries, "cli"])
  rmSync(join(root, "packages", name, "dist"), { recursive: true, force: true });
for (const name of libraries) await build(library(name));
await build(command());
// Files that the bundled code reads from beside itself.
for (const name of ["cluster", "task"]) {
  const template = join(root, "packages", "cfn", name, "template.yaml");
  cpSync(template, join(root, "packages", "cli", "dist", name, "template.yaml"));
}
for (const name of ["local", "cli"]) {
  // A thread starts from a file.
  const worker = join(root, "packages", "local", "src", "functions", "function-worker.mjs");
  cpSync(worker, join(root, "packages", name, "dist", "function-worker.mjs"));
}
writeHelp();
writeTypes();
console.log(`Built ${[...libraries, "cli"].join(", ")} ${version}.`);

function library(name: string): BuildOptions {
  return {
    cwd: join(root, "packages", name),
    input: entriesOf(name),
    platform: "node",
    // Everything that is not a file of the package is installed beside it.
    external: /^(?!\.{0,2}\/|[a-z]:)/i,
    output: { dir: "dist", format: "esm", entryFileNames: "[name].js", chunkFileNames: "[name]-[hash].js" },
    logLevel: "warn",
  };
}

/** What the package exports, by the name that it has in `dist`. */
function entriesOf(name: string): Record<string, string> {
  const { exports } = JSON.parse(readFileSync(join(root, "packages", name, "package.json"), "utf8")) as {
    exports: Record<string, { source: string; default: string }>;
  };
  return Object.fromEntries(
    Object.values(exports).map((entry) => [basename(entry.default, ".js"), entry.source]),
  );
}

function command(): BuildOptions {
  return {
    cwd: join(root, "packages", "cli"),
    input: { main: "src/main.ts" },
    platform: "node",
    // It starts a program that lies beside its own files.
    external: /^esbuild(\/|$)/,
    plugins: [findTypeScriptProgram()],
    resolve: {
      conditionNames: ["source", "module", "import", "node", "default"],
      mainFields: ["module", "main"],
    },
    transform: { define: { ACME_VERSION: JSON.stringify(version) } },
    output: {
      dir: "dist",
      format: "esm",
      entryFileNames: "[name].js",
      chunkFileNames: "[name]-[hash].js",
      minify: true,
    },
    logLevel: "warn",
  };
}

/**
 * The part of TypeScript that talks to its compiler is in the bundle: as the hundred modules that it is made of, it takes 50 ms to load. The
 * program itself is where npm has installed it, which `typescript` finds from its own place; in the bundle this does.
 */
function findTypeScriptProgram(): Plugin {
  return {
    name: "find-typescript-program",
    resolveId: (source) => (source === "#getExePath" ? "\0typescript-program" : undefined),
    load: (id) =>
      id === "\0typescript-program"
        ? `import { createRequire } from "node:module";
         import { dirname, join } from "node:path";
         export default function getExePath() {
           const { platform, arch } = process;
           const require = createRequire(createRequire(import.meta.url).resolve("typescript/package.json"));
           const folder = dirname(require.resolve("@typescript/typescript-" + platform + "-" + arch + "/package.json"));
           const path = join(folder, "lib", platform === "win32" ? "tsc.exe" : "tsc");
           return path.length >= 248 && platform === "win32" ? "\\\\\\\\?\\\\" + path : path;
         }`
        : undefined,
  };
}

/** The help of the command itself: the bin prints this file, which is many times faster than loading all that it describes. */
function writeHelp(): void {
  const dist = join(root, "packages", "cli", "dist");
  const help = spawnSync(process.execPath, [join(dist, "main.js"), "--help"], { encoding: "utf8" });
  if (help.status !== 0) throw new Error(`acme --help ended with ${help.status}: ${help.stderr}`);
  writeFileSync(join(dist, "help.txt"), help.stdout);
}

/** Declarations of every library in one go. */
function writeTypes(): void {
  for (const name of libraries) {
    const config = join(root, "packages", name, "dist", "tsconfig.json");
    const options = {
      extends: join(root, "tsconfig.json"),
      compilerOptions: {
        noEmit: false,
        declaration: true,
        emitDeclarationOnly: true,
        rootDir: "../src",
        outDir: ".",
        customConditions: [],
      },
      include: ["../src"],
      exclude: ["../src/**/*.test.ts", "../src/**/testing/**"],
    };
    writeFileSync(config, JSON.stringify(options));
    const tsc = spawnSync(
      process.execPath,
      [join(root, "node_modules", "typescript", "bin", "tsc"), "-p", config],
      { stdio: "inherit" },
    );
    rmSync(config);
    if (tsc.status !== 0 || !existsSync(join(root, "packages", name, "dist", "index.d.ts"))) {
      throw new Error(`no declarations for packages/${name}`);
    }
  }
}
