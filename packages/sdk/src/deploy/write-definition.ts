import { join } from "node:path";
import { writeDefinitionFile } from "@acme-engine/stepfn";
import type { DefinitionFile } from "@acme-engine/stepfn";
import type { DeployContext } from "./deploy-context.ts";

/** Writes the file, to `<definitions directory>/<resource name>.json` unless `path` says otherwise; gives its path. */
export async function writeDefinition(
  { definitionsDirectory, emit }: DeployContext,
  file: DefinitionFile,
  path = join(definitionsDirectory, `${file.name}.json`),
): Promise<string> {
  await writeDefinitionFile(path, file);
  emit({ kind: "phase", phase: "writeDefinition", message: `Definition written to ${path}` });
  return path;
}
