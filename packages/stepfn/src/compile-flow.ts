/** The compiler of flows stands apart: it loads a native parser, which nothing else here needs. */
export { compileFlow } from "./compile-flow/compile-flow.ts";
export type { CompiledFlow, CompileFlowOptions, CompileFlowResult } from "./compile-flow/compile-flow.ts";
export type { Action, ToTaskState } from "./compile-flow/emit/action.ts";
export type { Diagnostic } from "./compile-flow/source/diagnostic.ts";
export { formatDiagnostic } from "./compile-flow/source/format-diagnostic.ts";
