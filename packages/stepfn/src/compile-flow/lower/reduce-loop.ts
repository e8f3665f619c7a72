import type { Statement } from "oxc-parser";
import { type Code, code, isVolatile, joinCode, quote, sizeOf, substitute } from "../expression/code.ts";
import { Scope } from "../expression/scope.ts";
import { present, type Value, value } from "../expression/value.ts";
import type { Span } from "../source/diagnostic.ts";
import { booleanType, itemOf, unionOf, unknownType } from "../types/type.ts";
import { choose } from "./choose.ts";
import type { FlowContext } from "./context.ts";
import { decisionOf, exitsOf, isFallible, renderDecision } from "./decision.ts";
import { lowerReturn } from "./jumps.ts";

/** Longer loops are made of states. */
const maxLoopSize = 3000;

/**
 * A loop that only computes is one expression: `$reduce` over the items, with the variables that it changes, and with whether it was left. False when it
 * needs states after all; then nothing has been done.
 */
export function reduceLoop(
  items: Value,
  node: { body: Statement } & Span,
  bind: (item: Value, scope: Scope) => void,
  scope: Scope,
  context: FlowContext,
): boolean {
  const { names, builder } = context;
  const [all, item] = [names.freshLocal(), names.freshLocal()];
  const mark = context.diagnostics.found.length;
  const outerReturned = context.returned;
  const returned: typeof outerReturned = [];
  context.returned = returned;
  const decision = decisionOf(
    () => {
      const inner = new Scope(scope);
      bind(value([item], itemOf(items.type)), inner);
      context.statement(node.body, new Scope(inner));
    },
    context,
    { loop: true },
  );
  context.returned = outerReturned;
  // What is wrong in it is said; states would say it again.
  if (context.diagnostics.found.slice(mark).some(({ severity }) => severity === "error")) return true;
  if (decision === undefined) return false;
  const exits = exitsOf(decision);
  const isLeft = exits.some(({ exit }) => exit !== "next");
  const returns = exits.some(({ exit }) => exit === "return");
  const variables = [...new Set(exits.flatMap(({ assigns }) => [...assigns.keys()]))];
  if (variables.length === 0 && !returns) return !isFallible(decision);

  const [only] = variables;
  const isSingle = variables.length === 1 && !isLeft;
  const [left, output] = [names.allocate("left"), names.allocate("returned")];
  const field = (name: string): Code => (isSingle ? [all] : code`${all}.${name}`);
  const inside = (source: Code): Code =>
    substitute(source, (read) => (variables.includes(read) ? field(read) : undefined));
  const record = (codeOf: (variable: string) => Code, exit: string, given: Code): Code => {
    if (isSingle && only !== undefined) return codeOf(only);
    const fields = variables.map((name) => code`${quote(name)}: ${codeOf(name)}`);
    if (isLeft) fields.push(code`${quote(left)}: ${quote(exit)}`);
    if (returns) fields.push(code`${quote(output)}: ${given}`);
    return code`{${joinCode(fields, ", ")}}`;
  };
  const step = renderDecision(decision, (exit) =>
    record(
      (variable) => exit.assigns.get(variable)?.code ?? [{ variable }],
      exit.exit,
      exit.output ?? ["null"],
    ),
  );
  const guarded = isLeft ? code`(${field(left)} = "next" ? ${inside(step)} : ${all})` : inside(step);
  const first = record((variable) => [{ variable }], "next", ["null"]);
  const reduced = code`$reduce(${items.code}, function(${all}, ${item}){${guarded}}, ${first})`;
  if (sizeOf(reduced) > maxLoopSize || (isVolatile(reduced) && !isSingle)) return false;
  const fallible = items.fallible || isFallible(decision);
  const result = present(value(reduced, unknownType, { fallible }), names.freshLocal);
  if (isSingle && only !== undefined) {
    builder.assign([{ variable: only, value: result }], node);
    return true;
  }
  const parts = returns ? [...variables, left, output] : variables;
  builder.assign(
    parts.map((variable) => ({ variable, value: { ...result, code: code`${result.code}.${variable}` } })),
    node,
  );
  if (!returns) return true;
  const place = { name: "if returned", why: "the loop may have returned", span: node };
  context.returned?.push(...returned);
  choose(
    context,
    value(code`(${[{ variable: left }]} = "return")`, booleanType),
    place,
    () => lowerReturn(value([{ variable: output }], unionOf(...returned)), node, context),
    () => {},
  );
  return true;
}
