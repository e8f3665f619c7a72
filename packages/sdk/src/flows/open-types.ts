import { startTypeScript, type TypeOracle } from "@acme-engine/stepfn/compile-flow";
import type { FlowModule } from "./flow-module.ts";

/** TypeScript for the modules of a deployment. */
export interface TypeChecker {
  /** Undefined when TypeScript could not be started. The answers end with the next call. */
  open(module: FlowModule): TypeOracle | undefined;
  close(): void;
  /** Why flows compile without types: correctly, and with more states. */
  readonly missing: string | undefined;
}

export async function startTypeChecker({ folder }: FlowModule): Promise<TypeChecker> {
  const started = await startTypeScript({ cwd: folder });
  if (started.typeScript === undefined)
    return { open: () => undefined, close: () => {}, missing: started.why };
  const { typeScript } = started;
  let last: { module: string; types: TypeOracle } | undefined;
  return {
    open({ path, shownPath, source }) {
      if (last?.module !== path) last = { module: path, types: typeScript.open({ path: shownPath, source }) };
      return last.types;
    },
    close: () => typeScript.close(),
    missing: undefined,
  };
}
