import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { TypeOracle } from "../types/type-oracle.ts";
import { startTypeScript } from "../types/typescript/start-typescript.ts";

/** TypeScript for modules of tests, which are on no disk. */
export interface TestTypes {
  of(source: string): TypeOracle;
  close(): void;
}

/** One process for all flows of a test file. */
export async function startTypes(): Promise<TestTypes> {
  const engine = fileURLToPath(new URL("../../../../flow/src/index.ts", import.meta.url));
  const started = await startTypeScript({ engine });
  if (started.typeScript === undefined) throw new Error(`no TypeScript: ${started.why}`);
  const { typeScript } = started;
  const path = join(tmpdir(), "flow.ts");
  return { of: (source) => typeScript.open({ path, source }), close: () => typeScript.close() };
}
