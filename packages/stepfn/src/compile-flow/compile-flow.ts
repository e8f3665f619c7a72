import type { JsonObject } from "../json.ts";
import type { ToTaskState } from "./emit/action.ts";
import { emitDefinition, type ExplainedState } from "./emit/emit-definition.ts";
import { allNodesFrom, type Edge } from "./graph/graph.ts";
import { lowerFlow } from "./lower/lower-flow.ts";
import { findFlow } from "./module/find-flow.ts";
import { readModule } from "./module/read-module.ts";
import { optimise } from "./optimise/optimise.ts";
import { type Diagnostic, Diagnostics } from "./source/diagnostic.ts";
import { parseModule } from "./source/parse-module.ts";

export interface CompileFlowOptions {
  /** TypeScript, the whole module. */
  source: string;
  /** For messages. */
  path: string;
  /** The `name` in the flow's options. Default: the only flow of the module. */
  flow?: string;
  toTaskState: ToTaskState;
}

export interface CompiledFlow {
  name: string;
  definition: JsonObject;
  /** The tasks of the module that the flow runs, with the options that are written as literals. */
  tasks: readonly { name: string; options: Readonly<Record<string, unknown>> }[];
  /** What is worth knowing and does not keep the flow from running. */
  diagnostics: readonly Diagnostic[];
  sourceMap: Readonly<Record<string, ExplainedState>>;
  /** The states that are entered when nothing fails, on the longest way; as many are the transitions of such a run. */
  mainPath: readonly string[];
}

/** The flow, or what is wrong with it: all independent problems at once, in the order of the source. */
export type CompileFlowResult =
  | { compiled: CompiledFlow }
  | { compiled: undefined; diagnostics: readonly Diagnostic[] };

/** parse → read the module → lower to a graph, checking → optimise → emit. The same source gives the same definition. */
export function compileFlow({
  source,
  path,
  flow: wanted,
  toTaskState,
}: CompileFlowOptions): CompileFlowResult {
  const diagnostics = new Diagnostics();
  const refused = (): CompileFlowResult => ({ compiled: undefined, diagnostics: diagnostics.sorted() });

  const program = parseModule(source, path, diagnostics);
  if (program === undefined) return refused();

  const module = readModule(program, diagnostics);
  const flow = findFlow(module.flows, wanted, diagnostics);
  if (flow === undefined) return refused();

  const entry = lowerFlow(flow, module, source, diagnostics);
  if (diagnostics.hasErrors) return refused();

  optimise(entry);
  const emitted = emitDefinition(entry, { comment: undefined, toTaskState });
  const tasks = usedTasks(entry);
  return { compiled: { name: flow.name, ...emitted, tasks, diagnostics: diagnostics.sorted() } };
}

function usedTasks(entry: Edge): CompiledFlow["tasks"] {
  const tasks = allNodesFrom(entry).flatMap((node) => (node.kind === "task" ? [node.task] : []));
  return [...new Set(tasks)].map(({ name, options }) => ({ name, options }));
}
