export type {
  Effect,
  Environment,
  Execution,
  ExecutionContext,
  ExecutionStatus,
  HistoryEvent,
  Json,
  StartOptions,
  TaskRequest,
  TimerPurpose,
} from "./execution.ts";
export type {
  QueryLanguage,
  StateDefinition,
  StateMachineDefinition,
  StateType,
} from "./definition/state-machine.ts";
export type { ItemSource, MapRunItem, MapRunRequest, MapRunWriter } from "./map-run-request.ts";
export { childMachine } from "./interpreter/child-machine.ts";
export { loadStateMachine, type StateMachine } from "./interpreter/load-state-machine.ts";
export { restoreExecution, startExecution } from "./interpreter/start-execution.ts";
export { type Diagnostic, type DiagnosticCode, InvalidDefinition } from "./validate/diagnostic.ts";
export { validateDefinition } from "./validate/validate-definition.ts";
