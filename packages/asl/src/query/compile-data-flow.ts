import type { QueryLanguage } from "../definition/query-language.ts";
import type { DataFlow, DataFlowFields } from "./data-flow.ts";
import { compileJsonataFlow } from "./jsonata-flow.ts";
import { compilePathFlow } from "./path-flow.ts";

export function compileDataFlow(fields: DataFlowFields, language: QueryLanguage, place = ""): DataFlow {
  return language === "JSONata" ? compileJsonataFlow(fields, place) : compilePathFlow(fields);
}
