import { readFile } from "node:fs/promises";
import { basename, isAbsolute, relative, resolve, sep } from "node:path";
import { AcmeError } from "@acme-engine/cfn";
import {
  type FlowInSource,
  readFlows,
  type ReadModule,
  readModuleFiles,
} from "@acme-engine/stepfn/compile-flow";

/** The source of a flow. */
export interface FlowModule {
  /** Absolute. */
  readonly path: string;
  /** As messages and comments show it: from the current folder, with `/`. */
  readonly shownPath: string;
  readonly source: string;
  readonly flows: readonly FlowInSource[];
  /** Where shown paths begin: the current folder, or the module's own. */
  readonly folder: string;
  /** Reads what it imports. */
  readonly readModule: ReadModule;
}

/** @throws AcmeError ACME_MODULE_UNREADABLE */
export async function readFlowModule(path: string): Promise<FlowModule> {
  try {
    const source = await readFile(path, "utf8");
    const shownPath = showPath(path);
    const folder = path.slice(0, -shownPath.length);
    return toFlowModule(folder, { path: shownPath, source });
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
    const reason =
      code === "ENOENT" ? "there is no such file" : code === "EISDIR" ? "it is a folder" : String(cause);
    throw new AcmeError("ACME_MODULE_UNREADABLE", `Cannot read the module ${path}: ${reason}.`, {
      hint: "Name the TypeScript file that has the flow.",
      cause,
    });
  }
}

export function toFlowModule(folder: string, { path, source }: { path: string; source: string }): FlowModule {
  return {
    path: resolve(folder, path),
    shownPath: path,
    folder,
    source,
    flows: readFlows(source, path),
    readModule: readModuleFiles(folder),
  };
}

/** The flow that is meant. Undefined when there is none of that name: the compiler says so, with what there is. */
export function chooseFlow(
  { flows, shownPath }: FlowModule,
  wanted: string | undefined,
): FlowInSource | undefined {
  const found = flows.filter(({ name }) => wanted === undefined || name === wanted);
  const [flow, second] = found;
  if (second === undefined || wanted !== undefined) return flow;
  throw new AcmeError(
    "ACME_FLOW_NOT_NAMED",
    `${shownPath} has ${flows.length} flows: ${flows.map(({ name }) => name).join(", ")}.`,
    { hint: "Say which one is meant." },
  );
}

function showPath(path: string): string {
  const below = relative(process.cwd(), path);
  return below.startsWith("..") || isAbsolute(below) ? basename(path) : below.split(sep).join("/");
}
