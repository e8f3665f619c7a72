/** The compiler of flows stands apart: it loads a native parser, which nothing else here needs. */
export { checkModule } from "./compile-flow/check-module.ts";
export type { CheckedModule, CheckModuleOptions } from "./compile-flow/check-module.ts";
export { compileFlow } from "./compile-flow/compile-flow.ts";
export type { CompiledFlow, CompileFlowOptions, CompileFlowResult } from "./compile-flow/compile-flow.ts";
export { toSourceMap } from "./compile-flow/emit/source-map.ts";
export type { MappedState, SourceMap } from "./compile-flow/emit/source-map.ts";
export { explainFlow } from "./compile-flow/explain/explain-flow.ts";
export type { FlowExplanation } from "./compile-flow/explain/explain-flow.ts";
export { formatExplanation } from "./compile-flow/explain/format-explanation.ts";
export type { Action, ToTaskState } from "./compile-flow/graph/action.ts";
export type { Diagnostic } from "./compile-flow/source/diagnostic.ts";
export { toDiagnosticRecord } from "./compile-flow/source/diagnostic-record.ts";
export type { DiagnosticRecord } from "./compile-flow/source/diagnostic-record.ts";
export { formatDiagnostic } from "./compile-flow/source/format-diagnostic.ts";
export { nearestNames } from "./nearest-names.ts";
export { compileFlowFile, type CompileFlowFileResult } from "./flow-machine/compile-flow-file.ts";
export type { CompileFlowFileOptions } from "./flow-machine/flow-machine-options.ts";
export { type FlowInSource, readFlows } from "./flow-machine/read-flows.ts";
