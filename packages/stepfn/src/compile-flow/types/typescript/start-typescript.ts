import { ChildProcess } from "node:child_process";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { API, Snapshot } from "typescript/unstable/sync";
import type { TypeOracle } from "../type-oracle.ts";
import { type FlowProject, flowProjectsOf } from "./flow-project.ts";
import { loadTypeScript } from "./load-typescript.ts";
import { errorsOf } from "./to-diagnostics.ts";
import { createTypeOracle } from "./type-oracle.ts";

/** A running TypeScript compiler. It is a process of its own: `close()` ends it. */
export interface TypeScript {
  /** What it knows of a module; `source` counts, whatever is on the disk. The answers end with the next `open()`. */
  open(module: { path: string; source: string }): TypeOracle;
  close(): void;
}

export interface StartTypeScriptOptions {
  /** Where paths begin. Default: this process's folder. */
  cwd?: string;
  /** The file that declares the `acme-engine` that flows outside of any project are typed with. Default: of the one installed with this package. */
  engine?: string;
}

/** TypeScript 7, started; or why it cannot be, and then flows compile without. */
export async function startTypeScript({
  cwd = process.cwd(),
  engine = installedEngine(),
}: StartTypeScriptOptions = {}): Promise<
  { typeScript: TypeScript } | { typeScript: undefined; why: string }
> {
  const modules = await loadTypeScript();
  if ("missing" in modules) return { typeScript: undefined, why: modules.missing };
  /** Files that are on no disk, or have another text there. */
  const texts = new Map<string, string>();
  let api: API;
  try {
    api = new modules.api.API({ cwd, fs: { readFile: (name) => texts.get(name) } });
  } catch (error) {
    return { typeScript: undefined, why: error instanceof Error ? error.message : String(error) };
  }

  let projects: string[] = [];
  let snapshots: Snapshot[] = [];
  const openProject = (wanted: FlowProject, file: string, source: string) => {
    const { configPath } = wanted;
    const current = [...wanted.texts, [file, source] as const];
    const changed = current.flatMap(([name]) => (texts.has(name) ? [name] : []));
    for (const [name, text] of current) texts.set(name, text);
    const isOpen = projects.includes(configPath);
    const snapshot = api.updateSnapshot({
      openProjects: isOpen ? [] : [configPath],
      fileChanges: { changed },
    });
    if (!isOpen) projects.push(configPath);
    snapshots.push(snapshot);
    const project = snapshot.getProject(configPath);
    if (project === undefined) throw new Error(`TypeScript has not opened ${configPath}`);
    return project;
  };

  const open: TypeScript["open"] = ({ path, source }) => {
    const file = resolve(cwd, path);
    const { strict, own, hasProject } = flowProjectsOf(file, engine);
    for (const snapshot of snapshots) snapshot.dispose();
    snapshots = [];
    // It keeps trees of files that have changed since.
    api.clearSourceFileCache();
    const project = openProject(strict, file, source);
    const context = { hasProject, ts: modules.api };
    const found = errorsOf(project, file, context);
    const diagnostics = found.length === 0 ? found : errorsOf(openProject(own, file, source), file, context);
    return createTypeOracle({ ...modules, project, file, cwd, diagnostics });
  };
  const close = (): void => {
    for (const snapshot of snapshots) snapshot.dispose();
    snapshots = [];
    endProcess(api);
    api.close();
  };
  return { typeScript: { open, close } };
}

/**
 * `API.close()` ends the process by SIGTERM, and when that comes before the end of its input the process says "context canceled" on our stderr. It has
 * nothing to tidy up, so it is killed first; the API does not show it, and where it is not found SIGTERM has to do.
 */
function endProcess(api: object): void {
  let part: unknown = api;
  for (const name of ["client", "channel", "child"]) {
    part = typeof part === "object" && part !== null ? Reflect.get(part, name) : undefined;
  }
  if (part instanceof ChildProcess) part.kill("SIGKILL");
}

function installedEngine(): string | undefined {
  try {
    // In a checkout of the project it is a source file, and its own declarations.
    return fileURLToPath(import.meta.resolve("acme-engine")).replace(/\.js$/, ".d.ts");
  } catch {
    return undefined;
  }
}
