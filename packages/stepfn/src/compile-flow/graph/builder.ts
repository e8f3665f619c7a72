import {
  type Code,
  code,
  isVolatile,
  renderCode,
  sizeOf,
  substitute,
  variablesOf,
} from "../expression/code.ts";
import type { Value } from "../expression/value.ts";
import type { Diagnostics, Span } from "../source/diagnostic.ts";
import { createComputation } from "./computation.ts";
import {
  type Assigned,
  createNode,
  type Edge,
  edge,
  type FailNode,
  type GraphNode,
  type Handler,
  type PassNode,
  type SucceedNode,
} from "./graph.ts";

/** Longer code is not written into several edges, but computed in a state of its own. */
const maxSharedSize = 300;
/** Longer code is not repeated in one expression. */
const maxRepeatedSize = 60;
/** Longer code is not made by putting expressions into each other. */
const maxFusedSize = 2000;

/** Gives names that are free: of variables, and inside of one expression. */
interface Names {
  allocate(wanted: string): string;
  freshLocal(): string;
}

/**
 * Builds a graph in the order of the source. `open` are the ways that lead to the next statement: assignments are put on them, where they
 * cost no state, and composed with what is there.
 */
export class GraphBuilder {
  readonly entry: Edge = edge("entry");
  open: Edge[] = [this.entry];
  /** Where errors of the statements that follow go. */
  handler: Handler | undefined;
  /** Where errors of flows go that nothing catches: they end the graph by their own names. */
  uncaught: Handler | undefined;
  /** Identifies the graph: a variable belongs to one. */
  readonly region: object = {};
  readonly #diagnostics: Diagnostics;
  readonly #names: Names;

  constructor(diagnostics: Diagnostics, names: Names) {
    this.#diagnostics = diagnostics;
    this.#names = names;
  }

  get isReachable(): boolean {
    return this.open.length > 0;
  }

  /** Puts a state behind all open ways; its success is the way on. */
  append<Node extends GraphNode>(node: Node, next: Edge[]): Node {
    for (const one of this.open) one.target = node;
    this.open = next;
    return node;
  }

  /** At the same time: variable := code, with the values from before. */
  assign(changes: readonly { variable: string; value: Value }[], span: Span): void {
    if (this.open.some((one) => changes.some((change) => volatileReads(one, change.value.code) > 0)))
      this.flush(span);
    const fallible = changes.some((change) => change.value.fallible);
    if (fallible && this.handler !== undefined && !this.#isCaught(this.handler)) {
      const results = this.#compute(
        changes.map(({ value }) => value.code),
        this.handler,
        span,
      );
      for (const one of this.open)
        for (const [index, { variable }] of changes.entries())
          one.assigns.set(variable, { code: results[index] ?? [], fallible: false });
      return;
    }
    if (fallible) this.#makeRoomToFail(span);
    const size = changes.reduce((sum, change) => sum + sizeOf(change.value.code), 0);
    if (this.open.length > 1 && size * this.open.length > maxSharedSize) this.flush(span);
    for (const one of this.open) {
      const fused = changes.map(({ variable, value }): [string, Assigned] => [
        variable,
        { code: this.#fuse(one, value.code), fallible: value.fallible },
      ]);
      const isLong = fused.some(([, { code }]) => sizeOf(code) > maxFusedSize);
      const isHiding = changes.some((change) => hidesFailure(one, change));
      if (isHiding) this.checkCatchable({ fallible }, span);
      if ((isLong || isHiding) && one.assigns.size > 0) {
        const pass = this.#pass(span);
        one.target = pass;
        this.open = this.open.map((other) => (other === one ? pass.success : other));
        for (const { variable, value } of changes)
          pass.success.assigns.set(variable, { code: value.code, fallible: value.fallible });
      } else {
        for (const [variable, assigned] of fused) one.assigns.set(variable, assigned);
      }
    }
  }

  /** The code with what the edge assigns put in; what is long and stands more than once is computed once. */
  #fuse(one: Edge, source: Code): Code {
    const counts = new Map<string, number>();
    for (const part of source)
      if (typeof part !== "string") counts.set(part.variable, (counts.get(part.variable) ?? 0) + 1);
    const bound = [...counts].flatMap(([variable, count]) => {
      const assigned = one.assigns.get(variable);
      const isWorthIt = count > 1 && assigned !== undefined && sizeOf(assigned.code) > maxRepeatedSize;
      return isWorthIt ? [{ variable, local: this.#names.freshLocal(), code: assigned.code }] : [];
    });
    const locals = new Map(bound.map(({ variable, local }) => [variable, [local]]));
    const fused = substitute(source, (variable) => locals.get(variable) ?? one.assigns.get(variable)?.code);
    return bound.reduceRight<Code>(
      (rest, { local, code: once }) => code`(${local} := ${once}; ${rest})`,
      fused,
    );
  }

  /** All open ways go into one state that does nothing; what follows goes on its way. */
  flush(span: Span): void {
    const pass = this.#pass(span);
    this.append(pass, [pass.success]);
  }

  #pass(span: Span): PassNode {
    const why = "no state before it can carry these assignments";
    const pass: PassNode = createNode({ kind: "pass", name: "assign", span, why, success: edge("success") });
    return pass;
  }

  /** What fails on a way out of a state that catches would be caught, which it is not where it stands: it gets a state of its own. */
  #makeRoomToFail(span: Span): void {
    if (this.handler !== undefined) return;
    const isCaught = ({ role, from }: Edge): boolean =>
      role === "catch" ||
      (role === "success" && from !== undefined && "handler" in from && from.handler !== undefined);
    if (this.open.some(isCaught)) this.flush(span);
  }

  /**
   * Whether what fails on the open ways is caught by the handler: it fails the states that they leave. A state whose assignments fail assigns nothing, so
   * a handler that reads what was assigned before would see the older value.
   */
  #isCaught(handler: Handler): boolean {
    return this.open.every(
      (one) =>
        one.role === "success" &&
        handlerOf(one) === handler &&
        ![...one.assigns.keys()].some((name) => handler.visible.has(name)),
    );
  }

  /** Computes in a state that catches; gives where the values stand in its result. */
  #compute(values: readonly Code[], handler: Handler, span: Span): readonly Code[] {
    this.#diagnostics.report(
      "ACME1305",
      span,
      "this may fail inside of a try, and Step Functions catches nothing there: it takes a Parallel of its own, two transitions more",
      { help: "make its types known, compute it before the try, or right behind a task of the try" },
    );
    const { node, results } = createComputation(values, handler, span);
    this.append(node, [node.success]);
    return results;
  }

  /** The value, so that it can be used where nothing catches: what may fail inside of a try is computed before, where it is caught. */
  caught(one: Value, span: Span): Value {
    if (!one.fallible || this.handler === undefined || !this.isReachable) return one;
    const variable = this.#names.allocate("computed");
    this.assign([{ variable, value: one }], span);
    return { ...one, code: [{ variable }], fallible: false };
  }

  /** Code that may fail and stands in no state that catches. */
  checkCatchable(one: { fallible: boolean }, span: Span): void {
    if (one.fallible && this.handler !== undefined) this.refuseToFail(span);
  }

  refuseToFail(span: Span): void {
    this.#diagnostics.report(
      "ACME1120",
      span,
      "this may fail, and Step Functions catches only what fails in a task or right behind one",
      {
        help: "compute it with const before",
      },
    );
  }

  /** All open ways end, each with the value as it is there. */
  finish(output: Value, name: string, span: Span): void {
    if (!this.isReachable) return;
    if (this.handler !== undefined && output.fallible) {
      const { handler } = this;
      const isCaught = this.open.every((one) => one.role === "success" && handlerOf(one) === handler);
      if (!isCaught) {
        const [result = output.code] = this.#compute([output.code], handler, span);
        return this.finish({ ...output, code: result, fallible: false }, name, span);
      }
    }
    const rest: Edge[] = [];
    for (const one of this.open) {
      const carries = one.role === "success" && one.from !== undefined;
      const isSafe = !output.fallible || handlerOf(one) === this.handler;
      const code = throughEdge(one, output.code);
      if (carries && isSafe && volatileReads(one, output.code) <= 1 && sizeOf(code) <= maxFusedSize) {
        keepFallible(one, output.code);
        one.end = {
          output: renderCode(code) === "$states.result" ? undefined : code,
          fallible: output.fallible,
        };
      } else {
        rest.push(one);
      }
    }
    const succeeds = new Map<string, SucceedNode>();
    for (const one of rest) {
      const local = throughEdge(one, output.code);
      const canMove =
        (one.role === "arm" || one.role === "entry") &&
        volatileReads(one, output.code) <= 1 &&
        !readsWhatStays(one, local);
      const code = canMove && sizeOf(local) <= maxFusedSize ? local : output.code;
      if (code !== output.code) keepFallible(one, output.code);
      const key = renderCode(code);
      const known: SucceedNode = succeeds.get(key) ?? {
        kind: "succeed",
        name,
        span,
        why: "no state before it can give this output",
        output: code,
        fallible: output.fallible || [...one.assigns.values()].some(({ fallible }) => fallible),
      };
      succeeds.set(key, known);
      one.target = known;
    }
    this.open = [];
  }

  fail(error: Value, cause: Value, name: string, span: Span): void {
    if (!this.isReachable) return;
    const node: FailNode = {
      kind: "fail",
      name,
      span,
      why: "the flow throws",
      error: error.code,
      cause: cause.code,
    };
    const [only] = this.open;
    const reads = only === undefined ? 0 : volatileReads(only, error.code) + volatileReads(only, cause.code);
    if (this.open.length === 1 && only !== undefined && only.role === "arm" && reads <= 1) {
      const [name, message] = [throughEdge(only, error.code), throughEdge(only, cause.code)];
      if (!readsWhatStays(only, name) && !readsWhatStays(only, message)) {
        node.error = name;
        node.cause = message;
        keepFallible(only);
      }
    }
    for (const one of this.open) one.target = node;
    this.open = [];
  }
}

/** The code with what the edge assigns put in: its value when the state before is left. */
export function throughEdge(one: Edge, source: Code): Code {
  return substitute(source, (variable) => one.assigns.get(variable)?.code);
}

/** Whether evaluating the code evaluates the variable: nothing before it in the text can keep it from that. */
function surelyReads(source: Code, variable: string): boolean {
  const at = source.findIndex((part) => typeof part !== "string" && part.variable === variable);
  if (at === -1) return false;
  return !source
    .slice(0, at)
    .some((part) => typeof part === "string" && /\?|\b(?:and|or|function)\b/.test(part));
}

/** Whether an assignment takes the place of one that would have failed, and does not fail with it. */
function hidesFailure({ assigns }: Edge, { variable, value }: { variable: string; value: Value }): boolean {
  if (assigns.get(variable)?.fallible !== true) return false;
  return !surelyReads(value.code, variable);
}

/** How often the code reads what the edge gives another value each time: putting that in more than once would compute it more than once. */
export function volatileReads({ assigns }: Edge, source: Code): number {
  return source.filter((part) => {
    const assigned = typeof part === "string" ? undefined : assigns.get(part.variable);
    return assigned !== undefined && isVolatile(assigned.code);
  }).length;
}

function handlerOf({ from }: Edge): Handler | undefined {
  return from !== undefined && "handler" in from ? from.handler : undefined;
}

/** Whether code that moves behind a way would read what an assignment that stays there, for it may fail, has given another value. */
export function readsWhatStays({ assigns }: Edge, source: Code): boolean {
  const reads = variablesOf(source);
  return [...assigns].some(([variable, { fallible }]) => fallible && reads.has(variable));
}

/** What is assigned on a way to the end is not read any more, unless it would have failed, and the output does not fail in its place. */
export function keepFallible(one: Edge, output: Code = []): void {
  for (const [variable, { fallible }] of one.assigns)
    if (!fallible || surelyReads(output, variable)) one.assigns.delete(variable);
}
