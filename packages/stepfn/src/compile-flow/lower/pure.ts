import type { Statement } from "oxc-parser";
import { contains } from "../expression/has-await.ts";
import type { Assigned } from "../graph/graph.ts";
import type { FlowContext } from "./context.ts";
import { decisionOf, exitsOf, isFallible, renderDecision, sizeOfDecision } from "./decision.ts";

/** Longer changes are made by states rather than by expressions. */
const maxChangesSize = 1500;

/** Whether statements only compute and assign: no state, no jump. */
export function isPure(node: Statement | null): boolean {
  return node === null || !contains(node, (type) => impure.has(type) || jumps.has(type));
}

/** The same for the body of a loop, with jumps inside of the loop, or out of it by `return`. */
export function isPureBody(node: Statement): boolean {
  return !contains(node, (type) => impure.has(type));
}

const jumps = new Set(["BreakStatement", "ContinueStatement", "ReturnStatement", "SwitchStatement"]);

const impure = new Set([
  "AwaitExpression",
  "ThrowStatement",
  "WhileStatement",
  "DoWhileStatement",
  "TryStatement",
  "LabeledStatement",
]);

/**
 * What pure statements assign to the variables that were there before, in terms of the values from before; undefined when it needs a state
 * after all.
 */
export function changesOf(run: () => void, context: FlowContext): Map<string, Assigned> | undefined {
  const decision = decisionOf(run, context);
  if (decision === undefined) return undefined;
  const exits = exitsOf(decision);
  if (exits.some(({ exit }) => exit !== "next")) return undefined;
  const variables = new Set(exits.flatMap(({ assigns }) => [...assigns.keys()]));
  if (decision.kind === "exit") return new Map(decision.assigns);
  if (sizeOfDecision(decision) * variables.size > maxChangesSize) return undefined;
  const fallible = isFallible(decision);
  return new Map(
    [...variables].map((variable) => [
      variable,
      {
        code: renderDecision(decision, ({ assigns }) => assigns.get(variable)?.code ?? [{ variable }]),
        fallible,
      },
    ]),
  );
}
