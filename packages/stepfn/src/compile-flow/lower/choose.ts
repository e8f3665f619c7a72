import { isVolatile, sizeOf } from "../expression/code.ts";
import type { Value } from "../expression/value.ts";
import { throughEdge } from "../graph/builder.ts";
import { type ChoiceNode, createNode, type Edge, edge } from "../graph/graph.ts";
import type { Span } from "../source/diagnostic.ts";
import type { FlowContext } from "./context.ts";

/** Longer assignments are not copied into another arm. */
const maxCopiedSize = 300;

/** Goes one of two ways. A test right behind the last arm of a Choice becomes an arm of that Choice. */
export function choose(
  context: FlowContext,
  asked: Value,
  { name, why, span }: { name: string; why: string; span: Span },
  then: () => void,
  otherwise: () => void,
): void {
  const { builder } = context;
  if (!builder.isReachable) return;
  const condition = builder.caught(asked, span);
  const { arm, rest } =
    extendedChoice(builder.open, condition, name) ?? newChoice(context, condition, { name, why, span });
  builder.open = [arm];
  then();
  const after = builder.open;
  builder.open = [rest];
  otherwise();
  builder.open = [...after, ...builder.open];
}

/** A Choice whose condition is known to be first, as the head of a loop. */
export function newChoice(
  { builder }: FlowContext,
  condition: Value,
  { name, why, span, armName = name }: { name: string; why: string; span: Span; armName?: string },
): { node: ChoiceNode; arm: Edge; rest: Edge } {
  const arm = edge("arm");
  const otherwise = edge("arm");
  const node: ChoiceNode = createNode({
    kind: "choice",
    name,
    why,
    span,
    arms: [{ condition: condition.code, fallible: condition.fallible, edge: arm, name: armName }],
    otherwise,
  });
  builder.append(node, []);
  return { node, arm, rest: otherwise };
}

function extendedChoice(
  open: readonly Edge[],
  condition: Value,
  name: string,
): { arm: Edge; rest: Edge } | undefined {
  const [only] = open;
  if (open.length !== 1 || only?.from?.kind !== "choice" || only.from.otherwise !== only) return undefined;
  const size = [...only.assigns.values()].reduce((sum, { code }) => sum + sizeOf(code), 0);
  if (
    size > maxCopiedSize ||
    [...only.assigns.values()].some(({ code, fallible }) => fallible || isVolatile(code))
  )
    return undefined;
  const arm = edge("arm");
  arm.from = only.from;
  for (const [variable, assigned] of only.assigns) arm.assigns.set(variable, { ...assigned });
  const { fallible } = condition;
  only.from.arms.push({ condition: throughEdge(only, condition.code), fallible, edge: arm, name });
  return { arm, rest: only };
}
