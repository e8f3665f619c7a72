import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import type { Flow } from "acme-engine";

import type { CasesModule, FlowCase, Original } from "./flow-case.ts";

const root = join(import.meta.dirname, "..");

/** A folder with `flows.ts` and `cases.ts`. */
export interface Topic {
  /** Its path below `examples/flows`. */
  name: string;
  folder: string;
  /** `flows.ts` itself. */
  path: string;
  source: string;
  flows: readonly ExampleFlow[];
}

export interface ExampleFlow {
  /** As it is exported. */
  name: string;
  flow: Flow<never, unknown>;
  cases: readonly FlowCase[];
  original: Original | undefined;
  /** Why it does not run the same, when it does not. */
  pending: string | undefined;
}

export async function loadTopics(): Promise<Topic[]> {
  const folders = readdirSync(root, { recursive: true, encoding: "utf8" })
    .filter((path) => /(^|[\\/])flows\.ts$/.test(path))
    .map((path) => join(root, path, ".."))
    .toSorted();
  return Promise.all(folders.map(loadTopic));
}

async function loadTopic(folder: string): Promise<Topic> {
  const name = folder.slice(root.length + 1).replaceAll("\\", "/");
  const path = join(folder, "flows.ts");
  // The modules of a topic have these shapes; the test says which flow lacks its cases.
  const module = (await import(pathToFileURL(path).href)) as Record<string, unknown>;
  const { cases, originals, pending } = (await import(
    pathToFileURL(join(folder, "cases.ts")).href
  )) as CasesModule;
  // A module's names are in another order for Node than for a bundler.
  const flows = Object.keys(module)
    .sort()
    .map((name): [string, unknown] => [name, module[name]])
    .flatMap(([name, flow]) =>
      isFlow(flow)
        ? [{ name, flow, cases: cases[name] ?? [], original: originals?.[name], pending: pending?.[name] }]
        : [],
    );
  return { name, folder, path, source: readFileSync(path, "utf8"), flows };
}

function isFlow(value: unknown): value is Flow<never, unknown> {
  return typeof value === "function" && "kind" in value && value.kind === "flow";
}
