import { type Code, code, isVolatile, renderCode, sizeOf, substitute } from "../expression/code.ts";
import { type Assigned, edge, type Edge } from "../graph/graph.ts";
import type { FlowContext, Frame } from "./context.ts";

/** What statements without tasks come to: tests, and behind them what is assigned, in terms of the values from before, and where it goes on. */
export type Decision =
  | { kind: "test"; condition: Code; fallible: boolean; yes: Decision; no: Decision }
  | {
      kind: "exit";
      exit: "next" | "break" | "return";
      assigns: ReadonlyMap<string, Assigned>;
      output: Code | undefined;
      /** Whether computing the output may fail. */
      fallible: boolean;
    };

/** A decision is written as one expression: one with more ways than this is left to states. */
const maxExits = 24;

/**
 * Runs `run`, which lowers statements, on a graph of its own, and reads the graph as a decision; undefined when it has states that do more
 * than decide. `loop`: its `break` and `continue` are those of a loop around the statements. `isWhole`: the decision
 * will be one expression, whose values are computed where they are used.
 */
export function decisionOf(
  run: () => void,
  context: FlowContext,
  { loop = false, isWhole = false }: { loop?: boolean; isWhole?: boolean } = {},
): Decision | undefined {
  const { builder, frames, names } = context;
  const { open, handler } = builder;
  const before = names.snapshot();
  const entry = edge("entry");
  builder.open = [entry];
  // Whether what fails here is caught is asked where the changes are put.
  builder.handler = undefined;
  const breaks: Edge[] = [];
  const continues: Edge[] = [];
  const frame: Frame = { kind: "loop", labels: [], breaks, continues };
  context.frames = loop ? [frame] : [];
  run();
  const next = new Set([...builder.open, ...continues]);
  builder.open = open;
  builder.handler = handler;
  context.frames = frames;
  const decision = new Reader(next, new Set(breaks), before, isWhole).read(entry, new Map());
  if (decision === undefined) names.restore(before);
  return decision;
}

class Reader {
  readonly #next: ReadonlySet<Edge>;
  readonly #breaks: ReadonlySet<Edge>;
  /** Variables of before; others end with the statements. */
  readonly #kept: ReadonlySet<string>;
  readonly #isWhole: boolean;
  readonly #above: Edge[] = [];
  #exits = 0;

  constructor(
    next: ReadonlySet<Edge>,
    breaks: ReadonlySet<Edge>,
    kept: ReadonlySet<string>,
    isWhole: boolean,
  ) {
    this.#isWhole = isWhole;
    this.#next = next;
    this.#breaks = breaks;
    this.#kept = kept;
  }

  read(one: Edge, values: ReadonlyMap<string, Assigned>): Decision | undefined {
    if (this.#above.includes(one)) return undefined;
    const through = (source: Code): Code => substitute(source, (variable) => values.get(variable)?.code);
    const now = new Map(values);
    for (const [variable, { code: assigned, fallible }] of one.assigns) {
      // Another value for each reader.
      if (isVolatile(assigned) && !this.#isWhole) return undefined;
      // Whatever it is for, that it fails would be lost with it.
      if (
        fallible &&
        !this.#isWhole &&
        (!this.#kept.has(variable) || values.get(variable)?.fallible === true)
      )
        return undefined;
      now.set(variable, { code: through(assigned), fallible });
    }
    if (one.end !== undefined) return undefined;
    if (one.target === undefined) {
      const exit = this.#next.has(one) ? "next" : this.#breaks.has(one) ? "break" : undefined;
      return exit === undefined ? undefined : this.#exit(exit, now, undefined, false);
    }
    this.#above.push(one);
    const read = this.#behind(one, now);
    this.#above.pop();
    return read;
  }

  #behind({ target }: Edge, values: ReadonlyMap<string, Assigned>): Decision | undefined {
    const through = (source: Code): Code => substitute(source, (variable) => values.get(variable)?.code);
    switch (target?.kind) {
      case "pass":
        return this.read(target.success, values);
      case "succeed":
        return this.#exit("return", values, through(target.output), target.fallible);
      case "choice": {
        let decision = this.read(target.otherwise, values);
        for (const { condition, fallible, edge: arm } of target.arms.toReversed()) {
          const yes = this.read(arm, values);
          if (decision === undefined || yes === undefined) return undefined;
          decision = { kind: "test", condition: through(condition), fallible, yes, no: decision };
        }
        return decision;
      }
      default:
        return undefined;
    }
  }

  #exit(
    exit: "next" | "break" | "return",
    values: ReadonlyMap<string, Assigned>,
    output: Code | undefined,
    fallible: boolean,
  ): Decision | undefined {
    this.#exits++;
    if (this.#exits > maxExits) return undefined;
    const assigns = new Map([...values].filter(([variable]) => this.#kept.has(variable)));
    return { kind: "exit", exit, assigns, output, fallible };
  }
}

/** The ends of a decision. */
export function exitsOf(decision: Decision): Extract<Decision, { kind: "exit" }>[] {
  return decision.kind === "exit" ? [decision] : [...exitsOf(decision.yes), ...exitsOf(decision.no)];
}

/** A decision as an expression: of what `codeOf` makes of its ends. */
export function renderDecision(
  decision: Decision,
  codeOf: (exit: Extract<Decision, { kind: "exit" }>) => Code,
): Code {
  if (decision.kind === "exit") return codeOf(decision);
  const [yes, no] = [renderDecision(decision.yes, codeOf), renderDecision(decision.no, codeOf)];
  if (renderCode(yes) === renderCode(no) && !decision.fallible) return yes;
  return code`(${decision.condition} ? ${yes} : ${no})`;
}

/** Whether evaluating it may fail. */
export function isFallible(decision: Decision): boolean {
  if (decision.kind === "exit")
    return decision.fallible || [...decision.assigns.values()].some(({ fallible }) => fallible);
  return decision.fallible || isFallible(decision.yes) || isFallible(decision.no);
}

/** How long it is as an expression, about. */
export function sizeOfDecision(decision: Decision): number {
  if (decision.kind === "test")
    return sizeOf(decision.condition) + sizeOfDecision(decision.yes) + sizeOfDecision(decision.no);
  return [...decision.assigns.values()].reduce((sum, assigned) => sum + sizeOf(assigned.code), 20);
}
