import type { Statement } from "oxc-parser";
import { contains } from "../expression/has-await.ts";
import { type Assigned, edge } from "../graph/graph.ts";
import type { FlowContext } from "./context.ts";

/** Whether statements only compute and assign: no state, no jump. */
export function isPure(node: Statement | null): boolean {
  if (node === null) return true;
  return !contains(node, (type) => impure.has(type));
}

const impure = new Set([
  "AwaitExpression",
  "ReturnStatement",
  "ThrowStatement",
  "BreakStatement",
  "ContinueStatement",
  "WhileStatement",
  "DoWhileStatement",
  "ForStatement",
  "TryStatement",
  "SwitchStatement",
  "LabeledStatement",
]);

/**
 * What pure statements assign to the variables that were there before, in terms of the values from before; undefined when it needs a state
 * after all.
 */
export function changesOf(run: () => void, context: FlowContext): Map<string, Assigned> | undefined {
  const { builder, names } = context;
  const { open, handler } = builder;
  const before = names.snapshot();
  const scratch = edge("entry");
  builder.open = [scratch];
  // Whether what fails here is caught is asked where the changes are put.
  builder.handler = undefined;
  run();
  const [only] = builder.open;
  const isStraight = builder.open.length === 1 && only === scratch && scratch.target === undefined;
  builder.open = open;
  builder.handler = handler;
  if (!isStraight) return undefined;
  return new Map([...scratch.assigns].filter(([variable]) => before.has(variable)));
}
