import type { SwitchStatement } from "oxc-parser";
import { code, sizeOf, variablesOf } from "../expression/code.ts";
import { hasAwait } from "../expression/has-await.ts";
import { Scope } from "../expression/scope.ts";
import { present, type Value, value } from "../expression/value.ts";
import type { Edge } from "../graph/graph.ts";
import { booleanType, isAll } from "../types/type.ts";
import { newChoice } from "./choose.ts";
import { type FlowContext, sourceOf } from "./context.ts";

/** One Choice with an arm for each case; a case that falls through leads into the next. */
export function lowerSwitch(node: SwitchStatement, scope: Scope, context: FlowContext): void {
  const { builder, names } = context;
  const subject = present(context.expression(node.discriminant, scope), names.freshLocal);
  if (!builder.isReachable) return;
  if (isAll(subject.type, "array", "object")) {
    context.diagnostics.report(
      "ACME1109",
      node.discriminant,
      "switch compares identity, which arrays and objects in JSON do not have",
    );
    return;
  }
  const stored = keep(subject, node, context);
  const inner = new Scope(scope);
  const conditions = node.cases.map(({ test }): Value | undefined => {
    if (test === null) return undefined;
    if (hasAwait(test)) context.diagnostics.report("ACME1103", test, "a case cannot await");
    const wanted = context.expression(test, inner);
    return value(code`(${stored.code} = ${wanted.code})`, booleanType, { of: [stored, wanted] });
  });
  const nameOf = (index: number): string => {
    const test = node.cases[index]?.test;
    return test ? `case ${sourceOf(context, test)}` : "default";
  };
  const entries: Edge[][] = node.cases.map(() => []);
  let defaultCase: number | undefined;
  for (const [index, condition] of conditions.entries()) {
    if (condition === undefined) {
      defaultCase = index;
      continue;
    }
    builder.checkCatchable(condition, node);
    const [open] = builder.open;
    const own = open?.from;
    // The first test makes the Choice, the others are further arms of it.
    if (
      index > 0 &&
      own?.kind === "choice" &&
      own.otherwise === open &&
      builder.open.length === 1 &&
      open.assigns.size === 0
    ) {
      const arm: Edge = { assigns: new Map(), from: own, role: "arm", target: undefined, end: undefined };
      const { code: asked, fallible } = condition;
      own.arms.push({ condition: asked, fallible, edge: arm, name: nameOf(index) });
      entries[index]?.push(arm);
      continue;
    }
    const { arm, rest } = newChoice(context, condition, {
      name: `switch ${sourceOf(context, node.discriminant)}`,
      armName: nameOf(index),
      why: "the cases lead different ways",
      span: node,
    });
    entries[index]?.push(arm);
    builder.open = [rest];
  }
  const breaks: Edge[] = [];
  if (defaultCase === undefined) breaks.push(...builder.open);
  else entries[defaultCase]?.push(...builder.open);
  builder.open = [];
  context.frames = [...context.frames, { kind: "switch", labels: [], breaks, continues: undefined }];
  for (const [index, { consequent }] of node.cases.entries()) {
    builder.open = [...(entries[index] ?? []), ...builder.open];
    for (const statement of consequent) context.statement(statement, inner);
  }
  context.frames = context.frames.slice(0, -1);
  builder.open = [...builder.open, ...breaks];
}

/** What is asked more than once has a name. */
function keep(subject: Value, node: SwitchStatement, context: FlowContext): Value {
  const isShort = sizeOf(subject.code) <= 60 && !subject.fallible;
  const changing = [...variablesOf(subject.code)].filter((variable) => !context.names.isConstant(variable));
  if (isShort && changing.length <= 1) return subject;
  const variable = context.names.allocate("subject", { constant: true });
  context.builder.assign([{ variable, value: subject }], node);
  return value([{ variable }], subject.type);
}
