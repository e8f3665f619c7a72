import type { TypeOracle } from "@acme-engine/stepfn/compile-flow";

import type { Io } from "../output/io.ts";
import type { FlowFile } from "./read-flow-file.ts";

/** What TypeScript knows of a flow file; undefined when it is not asked. */
export type TypesOf = (file: FlowFile) => TypeOracle | undefined;

/** Runs beside a TypeScript process. With `--no-types` there is none; where none can be started, stderr says so and types are what annotations say. */
export async function withTypes<Result>(
  io: Io,
  { types = true }: { types?: boolean },
  run: (typesOf: TypesOf) => Promise<Result>,
): Promise<Result> {
  if (!types) return run(() => undefined);
  const { startTypeScript } = await import("@acme-engine/stepfn/compile-flow");
  const started = await startTypeScript({ cwd: io.cwd });
  const { typeScript } = started;
  if (typeScript === undefined) {
    io.stderr.write(
      `TypeScript 7 could not be started, so types are only what is annotated: ${started.why}\nhelp: npm install typescript@7, or say --no-types\n`,
    );
    return run(() => undefined);
  }
  try {
    return await run(({ absolutePath, source }) => typeScript.open({ path: absolutePath, source }));
  } finally {
    typeScript.close();
  }
}
