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

/** Comparisons, `??` and tests of literals that always end the same. The grammar of random flows makes them, and types are right beside them. */
const senseless: ReadonlySet<string> = new Set(["TS2367", "TS2678", "TS2869", "TS2871", "TS2872", "TS2873"]);

/** One process for all flows of a test file. */
export async function startTypes(): Promise<TestTypes> {
  const engine = fileURLToPath(new URL("../../../../flow/src/index.ts", import.meta.url));
  const started = await startTypeScript({ engine });
  if (started.typeScript === undefined) throw new Error(`no TypeScript: ${started.why}`);
  const { typeScript } = started;
  const path = join(tmpdir(), "flow.ts");
  return {
    of(source) {
      const types = typeScript.open({ path, source });
      return { ...types, diagnostics: types.diagnostics.filter(({ code }) => !senseless.has(code)) };
    },
    close: () => typeScript.close(),
  };
}
