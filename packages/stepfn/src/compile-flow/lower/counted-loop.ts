import type { Expression, ForStatement } from "oxc-parser";
import { code, renderCode, variablesOf } from "../expression/code.ts";
import { hasAwait } from "../expression/has-await.ts";
import type { Scope } from "../expression/scope.ts";
import { type Value, value } from "../expression/value.ts";
import { arrayOf, numberType } from "../types/type.ts";
import type { FlowContext } from "./context.ts";

/**
 * The values of the counter of `for (let i = 0; i < n; i++)`, as an array; undefined for a loop that counts in another way, or whose end its body may
 * move.
 */
export function countedItems(
  node: ForStatement,
  scope: Scope,
  context: FlowContext,
): { items: Value; counter: string } | undefined {
  const { init, test, update, body } = node;
  const declared =
    init?.type === "VariableDeclaration" && init.declarations.length === 1 ? init.declarations[0] : undefined;
  if (declared?.id.type !== "Identifier" || declared.init === null || test?.type !== "BinaryExpression")
    return undefined;
  const { name } = declared.id;
  const isName = (one: { type: string }): boolean =>
    one.type === "Identifier" && "name" in one && one.name === name;
  const step = stepOf(update, isName);
  const { operator } = test;
  const isUp = operator === "<" || operator === "<=";
  if (!isUp && operator !== ">" && operator !== ">=") return undefined;
  if (!isName(test.left) || step === undefined || step > 0 !== isUp || hasAwait(test.right)) return undefined;
  if (assigns(body, isName)) return undefined;
  const mark = context.diagnostics.found.length;
  const [from, to] = [context.expression(declared.init, scope), context.expression(test.right, scope)];
  if (context.diagnostics.found.slice(mark).some(({ severity }) => severity === "error")) return undefined;
  if (!isWhole(from) || to.type.kind !== "number" || to.missing || to.fallible) return undefined;
  // The end is computed once, so the body may not move it.
  if ([...variablesOf(to.code)].some((variable) => !context.names.isConstant(variable))) return undefined;
  const size = String(Math.abs(step));
  const distance = isUp ? code`(${to.code} - ${from.code})` : code`(${from.code} - ${to.code})`;
  const steps = size === "1" ? distance : code`(${distance} / ${size})`;
  const last = operator.endsWith("=") ? code`$floor(${steps})` : code`($ceil(${steps}) - 1)`;
  const isPlain = size === "1" && isUp && renderCode(from.code) === "0";
  const numbers = isPlain && isWhole(to) ? plainRange(to, operator) : code`[0..${last}]`;
  if (isPlain) return { counter: name, items: value(numbers, arrayOf(numberType)) };
  const local = context.names.freshLocal();
  const word = isUp ? "+" : "-";
  const at = size === "1" ? code`${local}` : code`${local} * ${size}`;
  const items = code`$append([], $map(${numbers}, function(${local}){${from.code} ${word} ${at}})[])`;
  return { counter: name, items: value(items, arrayOf(numberType)) };
}

function plainRange({ code: to }: Value, operator: string): Value["code"] {
  const literal = Number(renderCode(to));
  if (Number.isInteger(literal)) return [`[0..${operator === "<" ? literal - 1 : literal}]`];
  return operator === "<" ? code`[0..(${to} - 1)]` : code`[0..${to}]`;
}

/** An integer for certain: a literal, or a length. */
function isWhole({ code: source, type, missing, fallible }: Value): boolean {
  if (type.kind !== "number" || missing || fallible) return false;
  const text = renderCode(source);
  return /^(?:\d+|\(-\d+\))$/.test(text) || /^\$count\([^()]*\)$/.test(text);
}

function stepOf(update: Expression | null, isName: (one: { type: string }) => boolean): number | undefined {
  if (update?.type === "UpdateExpression" && isName(update.argument))
    return update.operator === "++" ? 1 : -1;
  if (update?.type !== "AssignmentExpression" || !isName(update.left)) return undefined;
  const by =
    update.right.type === "Literal" && typeof update.right.value === "number" ? update.right.value : 0;
  if (!Number.isInteger(by) || by <= 0) return undefined;
  return update.operator === "+=" ? by : update.operator === "-=" ? -by : undefined;
}

/** Whether the counter is assigned in the body too. */
function assigns(body: ForStatement["body"], isName: (one: { type: string }) => boolean): boolean {
  let found = false;
  const visit = (node: unknown): void => {
    if (typeof node !== "object" || node === null) return;
    if (Array.isArray(node)) return node.forEach(visit);
    const { type, left, argument } = node as {
      type?: string;
      left?: { type: string };
      argument?: { type: string };
    };
    if (type === "AssignmentExpression" && left !== undefined && isName(left)) found = true;
    if (type === "UpdateExpression" && argument !== undefined && isName(argument)) found = true;
    Object.values(node).forEach(visit);
  };
  visit(body);
  return found;
}
