import type { Span } from "../source/diagnostic.ts";
import type { SourceFiles } from "../source/source-files.ts";
import type { TypeOracle } from "./type-oracle.ts";

/** An oracle that is asked with the offsets of all modules of a flow as one text. */
export function inFiles(types: TypeOracle, files: SourceFiles): TypeOracle {
  const at = <Answer>(ask: (span: Span, path: string | undefined) => Answer) => {
    return (span: Span): Answer => {
      const { span: own, file } = files.locate(span);
      return ask(own, file?.path);
    };
  };
  return {
    diagnostics: types.diagnostics,
    typeAt: at((span, path) => types.typeAt(span, path)),
    declaredAt: at((span, path) => types.declaredAt(span, path)),
    schemaAt: at((span, path) => types.schemaAt(span, path)),
  };
}
