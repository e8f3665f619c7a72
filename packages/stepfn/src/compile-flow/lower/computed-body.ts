import type { Statement } from "oxc-parser";
import type { Lowering } from "../expression/lowering.ts";
import type { BoundName } from "../expression/pattern.ts";
import type { Scope } from "../expression/scope.ts";
import { nullValue, present, type Value, value } from "../expression/value.ts";
import { GraphBuilder } from "../graph/builder.ts";
import { openType, type Type, undefinedType, unionOf, unknownType } from "../types/type.ts";
import { isSyntaxNode, nameOf, unwrap, walkSyntax } from "../source/syntax-node.ts";
import type { FlowContext } from "./context.ts";
import { decisionOf, exitsOf, isFallible, renderDecision } from "./decision.ts";
import { lowerReturn } from "./jumps.ts";

/**
 * What a function gives that computes by statements: they are lowered as those of a flow, to a graph of their own, and the graph is read as one
 * expression. Undefined when it is none: a loop without a known end, a throw.
 */
export function lowerComputedBody(
  { statements, parameters }: { statements: readonly Statement[]; parameters: readonly BoundName[] },
  scope: Scope,
  lowering: Lowering,
  context: FlowContext,
): Value | undefined {
  const { names, diagnostics } = context;
  const returned: Type[] = [];
  const inner: FlowContext = {
    ...context,
    builder: new GraphBuilder(diagnostics, names),
    frames: [],
    resultName: undefined,
    returned,
    insideTry: false,
    inlined: [],
    taken: new Map(),
    isComputed: true,
    lowering,
    statement: (node, at) => context.lowerStatement(node, at, inner),
    expression: (node, at) => lowering.lower(node, at),
  };
  const before = names.snapshot();
  const decision = decisionOf(
    () => {
      for (const parameter of parameters) toVariable(parameter, statements, scope, inner);
      for (const statement of statements) inner.statement(statement, scope);
      const [first] = statements;
      if (!inner.builder.isReachable || first === undefined) return;
      returned.push(undefinedType);
      lowerReturn(nullValue, first, inner);
    },
    inner,
    { isWhole: true },
  );
  // All of them have been put in.
  names.restore(before);
  if (decision === undefined) return undefined;
  const exits = exitsOf(decision);
  if (exits.some(({ exit, assigns }) => exit !== "return" || assigns.size > 0)) return undefined;
  const type = returned.length === 0 ? unknownType : unionOf(...returned);
  const code = renderDecision(decision, ({ output }) => output ?? ["null"]);
  return value(code, type, { fallible: isFallible(decision) || exits.some(({ fallible }) => fallible) });
}

/** A parameter that the statements change is a variable of theirs. */
function toVariable(
  { name, part, span }: BoundName,
  statements: readonly Statement[],
  scope: Scope,
  { builder, names, lowering }: FlowContext,
): void {
  if (!lowering.owned.isChanged(span) && !statements.some((one) => assigns(one, name))) return;
  const variable = names.allocate(name);
  builder.assign([{ variable, value: present(part, names.freshLocal) }], span);
  const { region } = builder;
  scope.set(name, { kind: "variable", variable, type: openType(part.type), constant: false, region });
}

function assigns(statement: Statement, name: string): boolean {
  let found = false;
  if (!isSyntaxNode(statement)) return false;
  walkSyntax(statement, (node) => {
    const target =
      node.type === "AssignmentExpression"
        ? node["left"]
        : node.type === "UpdateExpression"
          ? node["argument"]
          : undefined;
    if (nameOf(unwrap(target)) === name) found = true;
  });
  return found;
}
