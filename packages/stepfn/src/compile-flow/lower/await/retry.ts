import type { CallExpression } from "oxc-parser";
import type { Code } from "../../expression/code.ts";
import { Scope } from "../../expression/scope.ts";
import { refusedValue, type Value } from "../../expression/value.ts";
import { createNode, type Edge, type ParallelNode, type TaskNode } from "../../graph/graph.ts";
import { literalOf } from "../../module/literal.ts";
import { type Type, unknownType } from "../../types/type.ts";
import type { FlowContext } from "../context.ts";
import { asFunction, lowerBody, lowerInner } from "./inner-graph.ts";
import { appendCompound, outcomes, storeResult } from "./outcomes.ts";
import { retriersOfRules } from "./retriers.ts";

/** `retry(rule, async () => …)`: a Parallel of one branch, which is tried again as a whole; a single state is tried again itself. */
export function lowerRetry(
  call: CallExpression,
  scope: Scope,
  context: FlowContext,
  resultName: string | undefined,
): Value {
  const [rules, body] = call.arguments;
  const found = asFunction(body, scope);
  if (rules === undefined || rules.type === "SpreadElement" || found === undefined) {
    context.diagnostics.report(
      "ACME1100",
      call,
      "retry() takes a rule and a function that is written in place",
      {
        help: "write retry({ retries: 3 }, async () => { … })",
      },
    );
    return refusedValue;
  }
  const retriers = retriersOfRules(literalOf(rules), rules, scope, context);
  const { builder } = context;
  if (!builder.isReachable) return refusedValue;
  let type: Type = unknownType;
  const branch = lowerInner(context, () => {
    type = lowerBody(found.fn, new Scope(found.home), context);
  });
  const single = singleTask(branch);
  if (single !== undefined) {
    const { node, output } = single;
    const own = createNode({
      ...node,
      span: call,
      retriers,
      ...outcomes(builder.handler),
    });
    builder.append(own, [own.success]);
    return storeResult(own.success, resultName ?? "retried", type, context, output);
  }
  const node: ParallelNode = createNode({
    kind: "parallel",
    name: "retry",
    span: call,
    why: "is tried again as a whole",
    branches: [branch],
    retriers,
    ...outcomes(builder.handler),
  });
  return appendCompound(node, type, resultName ?? "retried", context, ["$states.result[0]"]);
}

/** The only state of a graph, when it is a task without retries of its own, and what it gives. */
function singleTask({ target, assigns }: Edge): { node: TaskNode; output: Code } | undefined {
  if (target?.kind !== "task" || assigns.size > 0 || target.retriers.length > 0) return undefined;
  const { success, catchers } = target;
  if (catchers.length > 0 || success.end === undefined || success.end.fallible || success.assigns.size > 0)
    return undefined;
  return { node: target, output: success.end.output ?? ["$states.result"] };
}
