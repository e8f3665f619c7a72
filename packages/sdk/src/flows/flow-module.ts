import { readFile } from "node:fs/promises";
import { basename, isAbsolute, relative, sep } from "node:path";
import { AcmeError } from "@acme-engine/cfn";
import { listFlows } from "@acme-engine/stepfn/compile-flow";

/** The source of a flow. */
export interface FlowModule {
  /** Absolute. */
  readonly path: string;
  /** As messages and comments show it: from the current folder, with `/`. */
  readonly shownPath: string;
  readonly source: string;
}

/** @throws AcmeError ACME_MODULE_UNREADABLE */
export async function readFlowModule(path: string): Promise<FlowModule> {
  try {
    return { path, shownPath: showPath(path), source: await readFile(path, "utf8") };
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

/** The only flow where none is named. Whether there is one of that name says the compiler. */
export function chooseFlow({ source, shownPath }: FlowModule, wanted: string | undefined): string {
  if (wanted !== undefined) return wanted;
  const names = listFlows(source, shownPath);
  const [only] = names;
  if (only !== undefined && names.length === 1) return only;
  // A module that does not parse has none either; then the compiler says where.
  if (only === undefined) return "flow";
  throw new AcmeError("ACME_FLOW_NOT_NAMED", `${shownPath} has ${names.length} flows: ${names.join(", ")}.`, {
    hint: "Say which one is meant.",
  });
}

function showPath(path: string): string {
  const below = relative(process.cwd(), path);
  return below.startsWith("..") || isAbsolute(below) ? basename(path) : below.split(sep).join("/");
}
