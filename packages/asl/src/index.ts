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
} from "./execution.ts";
