import { existsSync, writeFileSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";

import type { CommandContext, CommonOptions } from "../command-context.ts";
import { compilationFailed } from "../flows/compile-file.ts";
import { readFlowFile } from "../flows/read-flow-file.ts";
import { withTypes } from "../flows/with-types.ts";
import { countDiagnostics, showDiagnostics } from "../flows/show-diagnostics.ts";

const defaultBundle = ".acme/tasks.mjs";

/** `acme build FILE`: the tasks of a module and what runs them as one file, and a Dockerfile where there is none. */
export async function build(
  { io, printer }: CommandContext,
  path: string,
  options: CommonOptions & { out?: string; external?: string[]; types?: boolean },
): Promise<number> {
  const file = await readFlowFile(path, io.cwd);
  const { checkModule, readModuleFiles } = await import("@acme-engine/stepfn/compile-flow");
  const { diagnostics } = await withTypes(io, options, async (typesOf) =>
    checkModule({
      source: file.source,
      path,
      readModule: readModuleFiles(io.cwd),
      types: typesOf(file),
    }),
  );
  await showDiagnostics(io, io.stderr, file, diagnostics);
  if (diagnostics.some(({ severity }) => severity === "error"))
    throw compilationFailed(path, countDiagnostics(diagnostics));

  const [{ bundleTasks, toDockerfile }, esbuild] = await Promise.all([
    import("acme-engine/bundle"),
    import("esbuild"),
  ]);
  const outfile = resolve(io.cwd, options.out ?? defaultBundle);
  const bundle = await bundleTasks({
    entry: file.absolutePath,
    outfile,
    external: options.external ?? [],
    esbuild,
    // In a checkout of the engine its packages are their sources.
    conditions: import.meta.url.endsWith(".ts") ? ["source"] : [],
  });
  for (const warning of bundle.warnings) printer.warn(warning);
  const shown = relative(io.cwd, outfile).replaceAll("\\", "/");
  const dockerfile = resolve(io.cwd, "Dockerfile");
  const isNew = !existsSync(dockerfile);
  if (isNew)
    writeFileSync(
      dockerfile,
      toDockerfile({ bundle: relative(dirname(dockerfile), outfile).replaceAll("\\", "/") }),
    );
  printer.result(
    { path: bundle.path, bytes: bundle.bytes, dockerfile, dockerfileChange: isNew ? "created" : "unchanged" },
    `Wrote ${shown} (${Math.ceil(bundle.bytes / 1024)} KiB)${isNew ? " and Dockerfile" : "; the Dockerfile that is there stays"}`,
  );
  printer.detail(`Next: docker build -t IMAGE . && acme deploy ${path} --image IMAGE`);
  return 0;
}
