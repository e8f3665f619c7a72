import { stat } from "node:fs/promises";
import { basename, dirname, resolve } from "node:path";

import { AcmeError } from "../acme-error.ts";
import { engineFallback, type EsbuildPlugin } from "./engine-fallback.ts";

/** What is used of the npm package `esbuild`. It is handed in: who only writes flows or runs tasks does not need it. */
export interface Esbuild {
  build(options: {
    stdin: { contents: string; resolveDir: string; sourcefile: string; loader: "js" };
    outfile: string;
    bundle: true;
    platform: "node";
    format: "esm";
    target: string;
    keepNames: true;
    sourcemap: "inline";
    sourcesContent: false;
    banner: { js: string };
    external: string[];
    conditions: string[];
    plugins: EsbuildPlugin[];
    logLevel: "silent";
  }): Promise<{ warnings: Message[] }>;
}

interface Message {
  text: string;
  location: { file: string; line: number; column: number } | null;
}

export interface BundleOptions {
  /** The module that makes the tasks, as a rule the flow's own file. Where no `acme-engine` is installed for it, it gets this one. */
  entry: string;
  /** Where the bundle goes, e.g. `.acme/tasks.mjs`. */
  outfile: string;
  /** Packages that stay outside, because they are native or the image has them. Default: none. */
  external?: readonly string[];
  /** Conditions of `exports` beside Node's. Default: none. */
  conditions?: readonly string[];
  esbuild: Esbuild;
}

export interface TasksBundle {
  /** Absolute. */
  path: string;
  bytes: number;
  /** `file:line:column: text`. */
  warnings: string[];
}

/** CommonJS packages in a bundle ask for Node's modules by `require`. */
const banner = `import { createRequire as acmeCreateRequire } from "node:module"; const require = acmeCreateRequire(import.meta.url);`;

/**
 * The runner and all tasks of a module as one file: `node tasks.mjs` runs the task that ACME_TASK names, on Node 22.18 or newer. Throws
 * `AcmeError` (ACME_BUNDLE) with every problem and its place.
 */
export async function bundleTasks(options: BundleOptions): Promise<TasksBundle> {
  const { esbuild, external = [], conditions = [] } = options;
  const entry = resolve(options.entry);
  const path = resolve(options.outfile);
  const contents = [
    'import { startRunner } from "acme-engine/runner";',
    `await startRunner(() => import(${JSON.stringify(`./${basename(entry)}`)}));`,
  ];
  try {
    const { warnings } = await esbuild.build({
      stdin: {
        contents: contents.join("\n"),
        resolveDir: dirname(entry),
        sourcefile: "tasks.mjs",
        loader: "js",
      },
      outfile: path,
      bundle: true,
      platform: "node",
      format: "esm",
      target: "node22",
      // Errors are known by the names of their classes.
      keepNames: true,
      // For the stacks in the log; the sources themselves stay where they are.
      sourcemap: "inline",
      sourcesContent: false,
      banner: { js: banner },
      external: [...external],
      conditions: [...conditions],
      plugins: [engineFallback],
      logLevel: "silent",
    });
    const { size } = await stat(path);
    return { path, bytes: size, warnings: warnings.map(formatMessage) };
  } catch (cause) {
    const problems = hasMessages(cause) ? cause.errors.map(formatMessage) : [String(cause)];
    throw new AcmeError(
      "ACME_BUNDLE",
      `the tasks of ${options.entry} cannot be bundled:\n${problems.join("\n")}`,
      {
        hint: "A package that cannot be bundled can stay outside (`external`), if the image has it.",
        cause,
      },
    );
  }
}

function formatMessage({ text, location }: Message): string {
  return location ? `${location.file}:${location.line}:${location.column + 1}: ${text}` : text;
}

function hasMessages(error: unknown): error is { errors: Message[] } {
  return typeof error === "object" && error !== null && "errors" in error && Array.isArray(error.errors);
}
