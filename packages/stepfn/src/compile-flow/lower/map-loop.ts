import type { Statement } from "oxc-parser";
import { Scope } from "../expression/scope.ts";
import { nullValue, type Value, value } from "../expression/value.ts";
import { createNode, type Edge, nodesFrom } from "../graph/graph.ts";
import { isSyntaxNode, nameOf } from "../source/syntax-node.ts";
import type { Span } from "../source/diagnostic.ts";
import { itemOf } from "../types/type.ts";
import { lowerInner } from "./await/inner-graph.ts";
import { assignedNames } from "./assigned-names.ts";
import { outcomes } from "./await/outcomes.ts";
import type { FlowContext, Frame } from "./context.ts";

/**
 * A loop whose rounds have nothing to do with each other is a Map, one item after the other: no test, no counter. Like the loop, it ends with the first
 * failure. False when the rounds assign what is around them or leave the loop, or when a loop has fewer states; then nothing has been done.
 */
export function mapLoop(
  items: Value,
  node: { body: Statement } & Span,
  { name, item: wanted }: { name: string; item: string },
  bind: (item: Value, scope: Scope) => void,
  scope: Scope,
  context: FlowContext,
): boolean {
  const { builder, names } = context;
  if (!isIndependent(node.body, scope)) return false;
  const before = names.snapshot();
  const lower = (): void => {
    const inner = new Scope(scope);
    const variable = names.allocate(wanted, { constant: true });
    const item = value(["$states.input"], itemOf(items.type));
    context.builder.assign([{ variable, value: item }], node);
    bind({ ...item, code: [{ variable }] }, inner);
    const continues: Edge[] = [];
    const frame: Frame = { kind: "loop", labels: [], breaks: [], continues };
    context.frames = [frame];
    context.statement(node.body, new Scope(inner));
    context.builder.open = [...context.builder.open, ...continues];
    context.frames = [];
    context.builder.finish(nullValue, "done", node);
  };
  // A helper that it calls may assign what is around the loop.
  const body = context.diagnostics.attempt(() => lowerInner(context, lower));
  if (body === undefined || endsInStates(body)) {
    names.restore(before);
    return false;
  }
  const map = createNode({
    kind: "map",
    name,
    span: node,
    why: "runs the rounds of the loop one after the other",
    items: items.code,
    concurrency: ["1"],
    withIndex: false,
    distribution: undefined,
    body,
    ...outcomes(builder.handler),
  });
  builder.append(map, [map.success]);
  return true;
}

/** A round that ends in a state of its own, or needs one to begin with, is no fewer states than the loop. */
function endsInStates(body: Edge): boolean {
  return (
    body.target === undefined || nodesFrom(body).some(({ kind }) => kind === "succeed" || kind === "choice")
  );
}

/** Whether a round assigns nothing that is around it, and does not leave the loop other than by an error. */
function isIndependent(body: Statement, scope: Scope): boolean {
  const known = [...assignedNames(body)].some((name) => {
    const binding = scope.find(name);
    return binding?.kind === "variable" || binding?.kind === "value";
  });
  return !known && !leaves(body, { breaks: 0, labels: [] });
}

/** Jumps out of the statements: `return`, `break` of the loop, jumps to labels of outside. */
function leaves(node: unknown, inside: { breaks: number; labels: readonly string[] }): boolean {
  if (Array.isArray(node)) return node.some((one) => leaves(one, inside));
  if (!isSyntaxNode(node)) return false;
  switch (node.type) {
    case "ReturnStatement":
      return true;
    case "BreakStatement":
    case "ContinueStatement": {
      const label = nameOf(node["label"]);
      if (label !== undefined) return !inside.labels.includes(label);
      return node.type === "BreakStatement" && inside.breaks === 0;
    }
    case "LabeledStatement": {
      const labels = [...inside.labels, nameOf(node["label"]) ?? ""];
      return leaves(node["body"], { ...inside, labels });
    }
    case "ArrowFunctionExpression":
    case "FunctionExpression":
    case "FunctionDeclaration":
      return false;
    default: {
      const isBreakable = /^(?:For|While|DoWhile|Switch)/.test(node.type);
      const deeper = isBreakable ? { ...inside, breaks: inside.breaks + 1 } : inside;
      return Object.values(node).some((one) => leaves(one, deeper));
    }
  }
}
