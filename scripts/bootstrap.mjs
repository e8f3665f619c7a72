// Runs one of the project's tasks from a fresh clone: installs what is missing, then goes on under the Node that
// the lock file pins. Depends on nothing and parses on Node 20, so that any machine with npm can start here.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const bin = join(root, "node_modules", ".bin");
const windows = process.platform === "win32";
const node = join(root, "node_modules", "node", "bin", windows ? "node.exe" : "node");
const source = ["--conditions=source"];

/** Every task is a list of commands, run in order until one fails. Words after the task's name go to its last command. */
const tasks = {
  start: [[node, ...source, join("examples", "weather", "start.ts")]],
  acme: [[node, ...source, join("packages", "cli", "src", "main.ts")]],
  build: [[node, ...source, join("scripts", "build.ts")]],
  bench: [
    [node, ...source, join("scripts", "build.ts")],
    [node, ...source, join("scripts", "bench", "main.ts")],
  ],
  conformance: [[node, ...source, join("scripts", "conformance", "main.ts")]],
  docs: [[node, ...source, join("scripts", "docs", "main.ts")]],
  fuzz: [[node, ...source, join("scripts", "fuzz", "main.ts")]],
  test: [
    ["oxfmt", "--check"],
    ["oxlint", "--deny-warnings"],
    ["tsc", "--noEmit"],
    ["vitest", "run"],
  ],
};

/** `npm ci` writes node_modules/.package-lock.json last: when it is missing or older than the lock file, install again. */
function isInstalled() {
  const marker = join(root, "node_modules", ".package-lock.json");
  if (!existsSync(marker) || !existsSync(node)) return false;
  return statSync(marker).mtimeMs >= statSync(join(root, "package-lock.json")).mtimeMs;
}

function run(command, args, cwd) {
  const result = spawnSync(command, args, {
    cwd,
    stdio: "inherit",
    shell: windows,
    env: { ...process.env, PATH: bin + delimiter + process.env.PATH },
  });
  if (result.error) {
    console.error(`Could not start ${command}: ${result.error.message}`);
    process.exit(1);
  }
  if (result.signal) process.kill(process.pid, result.signal);
  return result.status === null ? 1 : result.status;
}

function install() {
  console.error("Installing what is missing (npm ci) ...");
  const status = run("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], root);
  if (status !== 0) {
    console.error(
      "npm ci failed. Its message stands above; a network or registry problem is the usual reason.",
    );
    process.exit(status);
  }
  if (existsSync(node)) return;
  const pinned = JSON.parse(readFileSync(join(root, "package.json"), "utf8")).devDependencies.node;
  console.error(
    `npm did not install Node ${pinned} into node_modules/node. Install scripts are probably switched off ` +
      "(ignore-scripts=true); allow them for this folder: npm config set ignore-scripts false --location project",
  );
  process.exit(1);
}

const [task, ...words] = process.argv.slice(2);
const commands = tasks[task];
if (!commands) {
  console.error(`Unknown task "${task}". Known: ${Object.keys(tasks).join(", ")}.`);
  process.exit(2);
}
// Ctrl-C reaches the child too; it decides how to end, and its exit status is ours.
process.on("SIGINT", () => {});
if (!isInstalled()) install();
// The user's own folder matters to `acme`; everything else works on the project.
const cwd = task === "acme" && process.env.INIT_CWD ? process.env.INIT_CWD : root;
for (const [index, [command, ...args]] of commands.entries()) {
  const inRoot = args.map((arg) => (arg.endsWith(".ts") ? join(root, arg) : arg));
  const status = run(command, index === commands.length - 1 ? [...inRoot, ...words] : inRoot, cwd);
  if (status !== 0) process.exit(status);
}
