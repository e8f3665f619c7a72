import type { Program } from "oxc-parser";
import type { JsonSchema } from "acme-engine";
import type { Json, JsonObject } from "../json.ts";
import type { ToTaskState } from "./graph/action.ts";
import { emitDefinition, type ExplainedState } from "./emit/emit-definition.ts";
import { allNodesFrom, type Edge } from "./graph/graph.ts";
import { checkExpress } from "./lower/check-express.ts";
import { lowerFlow } from "./lower/lower-flow.ts";
import { findFlow } from "./module/find-flow.ts";
import { loadModules } from "./module/load-modules.ts";
import type { ReadModule } from "./module/module-reader.ts";
import { parametersSchema } from "./parameters/parameters-schema.ts";
import { optimise } from "./optimise/optimise.ts";
import { type Diagnostic, Diagnostics } from "./source/diagnostic.ts";
import { type SourceFile, SourceFiles } from "./source/source-files.ts";
import { afterTypeErrors } from "./types/after-type-errors.ts";
import { inFiles } from "./types/in-files.ts";
import type { TypeOracle } from "./types/type-oracle.ts";

export interface CompileFlowOptions {
  /** TypeScript, the whole module. */
  source: string;
  /** For messages. */
  path: string;
  /** The `name` in the flow's options. Default: the only flow of the module. */
  flow?: string;
  toTaskState: ToTaskState;
  /** The syntax tree of `source`, where it has been parsed already. */
  program?: Program | undefined;
  /** Parameters that a run has when its input has no others. They win over the defaults of the flow's own `parameters`. */
  defaults?: Readonly<Record<string, Json>> | undefined;
  /** How modules that it imports are read. Without it, only their names are known, and a flow cannot use them. */
  readModule?: ReadModule | undefined;
  /** What a type checker knows of this module. Default: only what annotations and expressions say. */
  types?: TypeOracle | undefined;
}

export interface CompiledFlow {
  name: string;
  definition: JsonObject;
  /** The flow's own options, as written. */
  options: Readonly<Record<string, unknown>>;
  /** The tasks and containers that the flow runs, each once, with the options that are written as literals. */
  tasks: readonly { kind: "task" | "container"; name: string; options: Readonly<Record<string, unknown>> }[];
  /** The flows that it calls, each once; `file` is the module that declares one, undefined for the flow's own. */
  flows: readonly { name: string; file: SourceFile | undefined }[];
  /** What it is started with: the `parameters` of its options, else what the type of its first parameter says. */
  parameters: JsonSchema;
  /** What is worth knowing and does not keep the flow from running. */
  diagnostics: readonly Diagnostic[];
  sourceMap: Readonly<Record<string, ExplainedState>>;
  /** The states that are entered when nothing fails, on the longest way; as many are the transitions of such a run. */
  mainPath: readonly string[];
}

/** The flow, or what is wrong with it: what the type checker says, then all independent problems in the order of the source. */
export type CompileFlowResult =
  | { compiled: CompiledFlow }
  | { compiled: undefined; diagnostics: readonly Diagnostic[] };

/** parse → read the module → lower to a graph, checking → optimise → emit. The same source gives the same definition. */
export function compileFlow({
  source,
  path,
  flow: wanted,
  toTaskState,
  defaults,
  readModule,
  program,
  types: checker,
}: CompileFlowOptions): CompileFlowResult {
  const diagnostics = new Diagnostics();
  const files = new SourceFiles();
  const types = checker === undefined ? undefined : inFiles(checker, files);
  const typeErrors = checker?.diagnostics ?? [];
  const refused = (): CompileFlowResult => ({
    compiled: undefined,
    diagnostics: afterTypeErrors(typeErrors, diagnostics.sorted(files)),
  });

  const modules = loadModules({ path, source, program, readModule, files, diagnostics });
  if (modules === undefined) return refused();

  const flow = findFlow(modules.entry.flows, wanted, diagnostics);
  if (flow === undefined) return refused();

  // flow() checks it when the module runs, and its type says that it is one.
  const given = flow.options["parameters"] as JsonSchema | undefined;
  const started = { ...defaultsOf(given), ...defaults };
  const entry = lowerFlow(flow, modules, files, diagnostics, { types, defaults: started });
  if (flow.options["type"] === "EXPRESS") checkExpress(entry, `the flow "${flow.name}"`, diagnostics);
  if (diagnostics.hasErrors || typeErrors.length > 0) return refused();

  optimise(entry);
  const emitted = emitDefinition(entry, { comment: undefined, toTaskState });
  const sourceMap = Object.fromEntries(
    Object.entries(emitted.sourceMap).map(([state, one]) => [state, { ...one, ...files.locate(one.span) }]),
  );
  const parameters = given ?? parametersSchema(flow.body, modules.entry.declaredTypes, types);
  const compiled = {
    name: flow.name,
    options: flow.options,
    ...emitted,
    sourceMap,
    parameters,
    ...usedBy(entry, files),
  };
  return { compiled: { ...compiled, diagnostics: diagnostics.sorted(files) } };
}

/** What a schema fills in at its top. */
function defaultsOf({ properties = {} }: JsonSchema = {}): Record<string, Json> {
  return Object.fromEntries(
    Object.entries(properties).flatMap(([name, { default: value }]): [string, Json][] =>
      value === undefined ? [] : [[name, value]],
    ),
  );
}

/** What the states of a flow need to be there. */
function usedBy(entry: Edge, files: SourceFiles): Pick<CompiledFlow, "tasks" | "flows"> {
  const actions = allNodesFrom(entry).flatMap((node) =>
    node.kind === "task" && node.work.kind === "action" ? [node.work.action] : [],
  );
  const tasks = new Map<string, CompiledFlow["tasks"][number]>();
  const flows = new Map<string, CompiledFlow["flows"][number]>();
  for (const action of actions) {
    if (action.kind === "flow") {
      const { name, declaredAt } = action;
      flows.set(name, { name, file: files.locate(declaredAt).file });
    } else {
      const kind = action.kind === "container" ? "container" : "task";
      tasks.set(action.name, { kind, name: action.name, options: action.options });
    }
  }
  return { tasks: [...tasks.values()], flows: [...flows.values()] };
}
