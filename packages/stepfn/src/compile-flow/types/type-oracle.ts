import type { JsonSchema } from "acme-engine";
import type { Diagnostic, Span } from "../source/diagnostic.ts";
import type { Type } from "./type.ts";

/** What a type checker knows of one module, and of those that it imports, which are asked for by their `path`. Without one a flow compiles from its annotations alone: correct, and wordier. */
export interface TypeOracle {
  /** What is wrong with the module, in the checker's own words; empty when nothing is. */
  readonly diagnostics: readonly Diagnostic[];
  /** The type of the expression, parameter or type annotation that has this span, narrowed by the tests around it; undefined when it is not known. */
  typeAt(span: Span, path?: string): Type | undefined;
  /** What the name or property that is read there was declared with, before any test. */
  declaredAt(span: Span, path?: string): Type | undefined;
  /** What JSON fits the type at this span, as far as JSON Schema can say it; undefined when there is no such place. */
  schemaAt(span: Span, path?: string): JsonSchema | undefined;
}
