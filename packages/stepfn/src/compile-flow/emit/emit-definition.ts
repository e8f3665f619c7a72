import { renderCode } from "../expression/code.ts";
import type { ToTaskState } from "../graph/action.ts";
import { type Catcher, type Edge, type GraphNode, nodesFrom } from "../graph/graph.ts";
import type { JsonObject } from "../../json.ts";
import { mainPath } from "../machine/main-path.ts";
import { readMachine } from "../machine/read-machine.ts";
import type { Span } from "../source/diagnostic.ts";
import { mapFields } from "./map-fields.ts";
import { rawFields } from "./raw-fields.ts";
import type { SourceFile } from "../source/source-files.ts";
import { StateNames } from "./state-names.ts";
import { retryFields, taskFields } from "./task-fields.ts";
import { toField } from "./to-field.ts";

export interface ExplainedState {
  span: Span;
  /** The module that it is from, where that is not the flow's own. */
  file?: SourceFile | undefined;
  why: string;
  /** What each rule of a Choice asks for, as the source says it: `if total > 100`, `case "paid"`. */
  rules?: readonly string[];
}

export interface Emitted {
  definition: JsonObject;
  /** From each state to its source, in the order of the definition. */
  sourceMap: Record<string, ExplainedState>;
  /** The states that are entered when nothing fails, on the longest way; see `mainPath`. */
  mainPath: readonly string[];
}

export function emitDefinition(
  entry: Edge,
  options: { comment: string | undefined; toTaskState: ToTaskState },
): Emitted {
  const emitter = new Emitter(options.toTaskState);
  const machine = emitter.machine(entry);
  const definition: JsonObject = {
    ...(options.comment === undefined ? {} : { Comment: options.comment }),
    QueryLanguage: "JSONata",
    ...machine,
  };
  return { definition, sourceMap: emitter.sourceMap, mainPath: mainPath(readMachine(definition)) };
}

class Emitter {
  readonly sourceMap: Record<string, ExplainedState> = {};
  readonly #names = new StateNames();
  readonly #toTaskState: ToTaskState;

  constructor(toTaskState: ToTaskState) {
    this.#toTaskState = toTaskState;
  }

  machine(entry: Edge): JsonObject {
    const nodes = nodesFrom(entry);
    const states: JsonObject = {};
    let start = entry.target === undefined ? undefined : this.#names.of(entry.target);
    const [first] = nodes;
    if (entry.assigns.size > 0 || start === undefined) {
      const name = this.#names.unique("start");
      states[name] = { Type: "Pass", ...this.#way(entry) };
      if (first !== undefined)
        this.sourceMap[name] = { span: plain(first.span), why: "gives variables their first values" };
      start = name;
    }
    for (const node of nodes) {
      const name = this.#names.of(node);
      this.sourceMap[name] = explain(node);
      states[name] = this.#state(node);
    }
    return { StartAt: start, States: states };
  }

  #state(node: GraphNode): JsonObject {
    switch (node.kind) {
      case "task":
        return {
          ...taskFields(node, this.#toTaskState),
          ...this.#catch(node.catchers),
          ...this.#way(node.success),
        };
      case "raw":
        return {
          ...rawFields(node, (name) => this.#names.unique(name)),
          ...this.#catch(node.catchers),
          ...this.#way(node.success),
        };
      case "map":
        return {
          ...mapFields(node, this.machine(node.body)),
          ...this.#catch(node.catchers),
          ...this.#way(node.success),
        };
      case "parallel":
        return {
          Type: "Parallel",
          Branches: node.branches.map((branch) => this.machine(branch)),
          ...retryFields(node.retriers),
          ...this.#catch(node.catchers),
          ...this.#way(node.success),
        };
      case "wait":
        return {
          Type: "Wait",
          [node.until === "seconds" ? "Seconds" : "Timestamp"]: toField(node.time),
          ...this.#way(node.success),
        };
      case "pass":
        return { Type: "Pass", ...this.#way(node.success) };
      case "choice": {
        const { Next, ...assigns } = this.#way(node.otherwise);
        return {
          Type: "Choice",
          Choices: node.arms.map(({ condition, edge }) => ({
            Condition: `{% ${renderCode(condition)} %}`,
            ...this.#way(edge),
          })),
          ...(Next === undefined ? {} : { Default: Next }),
          ...assigns,
        };
      }
      case "succeed":
        return { Type: "Succeed", Output: toField(node.output) };
      case "fail":
        return { Type: "Fail", Error: toField(node.error), Cause: toField(node.cause) };
    }
  }

  #way({ assigns, target, end }: Edge): JsonObject {
    const fields: JsonObject = {};
    if (assigns.size > 0) {
      fields["Assign"] = Object.fromEntries(
        [...assigns].map(([variable, { code }]) => [variable, toField(code)]),
      );
    }
    if (end !== undefined)
      return { ...fields, ...(end.output === undefined ? {} : { Output: toField(end.output) }), End: true };
    return target === undefined ? fields : { ...fields, Next: this.#names.of(target) };
  }

  #catch(catchers: readonly Catcher[]): JsonObject {
    if (catchers.length === 0) return {};
    return { Catch: catchers.map(({ errors, edge }) => ({ ErrorEquals: [...errors], ...this.#way(edge) })) };
  }
}

function explain(node: GraphNode): ExplainedState {
  const explained = { span: plain(node.span), why: node.why };
  return node.kind === "choice" ? { ...explained, rules: node.arms.map(({ name }) => name) } : explained;
}

/** Without the rest of the syntax node that it may be. */
function plain({ start, end }: Span): Span {
  return { start, end };
}
