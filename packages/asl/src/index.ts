export type {
  Effect,
  Environment,
  Execution,
  ExecutionContext,
  ExecutionStatus,
  HistoryEvent,
  StartOptions,
  TaskRequest,
  TimerPurpose,
} from "./execution.ts";
export type { Json } from "./json/json.ts";
export type { StateDefinition, StateMachineDefinition, StateType } from "./definition/state-machine.ts";
export type { QueryLanguage } from "./definition/query-language.ts";
export type { ItemSource, MapRunItem, MapRunRequest, MapRunWriter } from "./map-run-request.ts";
export { type Batcher, createBatcher } from "./interpreter/map-run/batch-items.ts";
export {
  type ChildRecord,
  type EndedChild,
  listFrames,
  resultTexts,
  toChildRecord,
} from "./interpreter/map-run/child-record.ts";
export { ItemReaderFailed } from "./interpreter/map-run/item-reader-failed.ts";
export { createTextReader } from "./interpreter/map-run/item-text-reader.ts";
export { type TextReader } from "./interpreter/map-run/text-reader.ts";
export {
  type ObjectPlace,
  parseAthenaManifest,
  parseInventoryManifest,
} from "./interpreter/map-run/manifests.ts";
export {
  type ListedFile,
  resultFileName,
  resultFolder,
  type ResultStatus,
  toExportResult,
  toManifest,
} from "./interpreter/map-run/result-files.ts";
export { isExceeded } from "./interpreter/map-run/tolerance.ts";
export { childMachine } from "./interpreter/child-machine.ts";
export { loadStateMachine, type StateMachine } from "./interpreter/load-state-machine.ts";
export { redriveExecution, restoreExecution, startExecution } from "./interpreter/start-execution.ts";
export { type Diagnostic, type DiagnosticCode, InvalidDefinition } from "./validate/diagnostic.ts";
export { validateDefinition } from "./validate/validate-definition.ts";
export { findVariableReferences } from "./query/variable-references.ts";
export {
  type StateTest,
  type StateTestOptions,
  type StateTestResult,
  startStateTest,
} from "./test-state/start-state-test.ts";
export { RefusedTest } from "./test-state/refused-test.ts";
