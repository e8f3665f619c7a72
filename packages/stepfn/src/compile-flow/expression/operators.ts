import type {
  BinaryExpression,
  Expression,
  PrivateInExpression,
  LogicalExpression,
  UnaryExpression,
} from "oxc-parser";
import {
  booleanType,
  isAll,
  isPrimitive,
  mayBe,
  mayBeNullish,
  numberType,
  partsOf,
  presentType,
  stringType,
  type Type,
  unionOf,
} from "../types/type.ts";
import { type Code, code, quote, isCheap } from "./code.ts";
import { refuseHoles } from "./holes.ts";
import { dateOf } from "./dates.ts";
import type { Lowering } from "./lowering.ts";
import type { Scope } from "./scope.ts";
import { toText } from "./text.ts";
import { isKnown, toBoolean, toTest } from "./truthiness.ts";
import { isPresent, present, refusedValue, type Value, value } from "./value.ts";

export function lowerBinary(
  node: BinaryExpression | PrivateInExpression,
  scope: Scope,
  lowering: Lowering,
): Value {
  if (!isPlainBinary(node)) return refuse(node, lowering);
  const { operator } = node;
  if (operator === "instanceof") return lowerInstanceof(node.left, node.right, scope, lowering);
  if (operator === "==" || operator === "!=" || operator === "===" || operator === "!==") {
    return lowerEquality(node, node.left, scope, lowering);
  }
  const left = operand(node.left, operator, scope, lowering);
  const right = operand(node.right, operator, scope, lowering);
  switch (operator) {
    case "+":
      return lowerPlus(node, left, right, lowering);
    case "-":
    case "*":
      return arithmetic(left, operator, right, lowering);
    case "/":
    case "%":
      return division(left, operator, right, node.right, lowering);
    case "**":
      return power(left, right, lowering);
    case "<":
    case ">":
    case "<=":
    case ">=":
      return lowerOrder(node, left, right, lowering);
    case "in": {
      if (isAll(right.type, "array", "string", "error")) {
        lowering.diagnostics.report("ACME1110", node, '"in" asks an object for a key', {
          help: "use includes(), or compare the index with the length",
        });
        return refusedValue;
      }
      if (refuseHoles(right, node, lowering)) return refusedValue;
      const keyed = value(code`$lookup(${right.code}, ${left.code})`, booleanType, { of: [left, right] });
      const fallible = !isAll(left.type, "string") || !isAll(right.type, "object");
      return { ...value(code`$exists(${keyed.code})`, booleanType, { of: [keyed] }), fallible };
    }
    default:
      return refuse(node, lowering);
  }
}

/** Dates are subtracted and compared by their milliseconds. */
function operand(node: Expression, operator: string, scope: Scope, lowering: Lowering): Value {
  const date = /^(?:-|[<>]=?)$/.test(operator) ? dateOf(node, scope, lowering) : undefined;
  return date ?? lowering.lower(node, scope);
}

function isPlainBinary(node: BinaryExpression | PrivateInExpression): node is BinaryExpression {
  return node.left.type !== "PrivateIdentifier";
}

function refuse(node: BinaryExpression | PrivateInExpression, lowering: Lowering): Value {
  lowering.diagnostics.report("ACME1114", node, `"${node.operator}" has no counterpart in JSONata`, {
    help: "compute it in a task",
  });
  return refusedValue;
}

/** Arithmetic fails on what is no number, where JavaScript would go on with a converted one. */
export function arithmetic(left: Value, operator: string, right: Value, lowering: Lowering): Value {
  const certain = isNumber(left) && isNumber(right);
  return value(code`(${number(left, lowering)} ${operator} ${number(right, lowering)})`, numberType, {
    of: [left, right],
    fallible: !certain,
  });
}

function isNumber(one: Value): boolean {
  return one.type.kind === "number" && !one.missing;
}

/** Nothing would make the result nothing: null makes it fail. */
function number(one: Value, lowering: Lowering): Code {
  return present(one, lowering.freshLocal).code;
}

/** Fails where JavaScript gives NaN or Infinity. */
export function power(left: Value, right: Value, lowering: Lowering): Value {
  return value(code`$power(${number(left, lowering)}, ${number(right, lowering)})`, numberType, {
    fallible: true,
  });
}

/** By a literal other than 0 as it is; else 0 fails, for AWS gives the text "Infinity" (compiler.md 3.3). */
export function division(
  left: Value,
  operator: string,
  right: Value,
  node: Expression,
  lowering: Lowering,
): Value {
  if (node.type === "Literal" && typeof node.value === "number" && node.value !== 0) {
    return arithmetic(left, operator, right, lowering);
  }
  const local = lowering.freshLocal();
  return value(
    code`(${local} := ${number(right, lowering)}; ${local} = 0 ? $error("division by zero") : ${number(left, lowering)} ${operator} ${local})`,
    numberType,
    { fallible: true },
  );
}

export function lowerPlus(
  node: { start: number; end: number },
  left: Value,
  right: Value,
  lowering: Lowering,
): Value {
  const isText = isAll(left.type, "string") || isAll(right.type, "string");
  if (isText) {
    const texts = [toText(left, node, lowering), toText(right, node, lowering)] as const;
    return value(code`(${texts[0].code} & ${texts[1].code})`, stringType, { of: texts });
  }
  if (isAll(left.type, "number") && isAll(right.type, "number"))
    return arithmetic(left, "+", right, lowering);
  if (isAll(left.type, "number") || isAll(right.type, "number")) {
    // The other is not known: a text would be joined in JavaScript, and fails here.
    return arithmetic(left, "+", right, lowering);
  }
  lowering.diagnostics.report(
    "ACME1110",
    node,
    'the types of both sides of "+" are not known to be numbers or texts',
    {
      help: "annotate the values, or say which it is with Number(x) or a template",
    },
  );
  return refusedValue;
}

function lowerOrder(node: BinaryExpression, left: Value, right: Value, lowering: Lowering): Value {
  const numbers = isAll(left.type, "number") && isAll(right.type, "number");
  const texts = isAll(left.type, "string") && isAll(right.type, "string");
  const open =
    (isAll(left.type, "number") || mayBe(left.type, "unknown")) &&
    (isAll(right.type, "number") || mayBe(right.type, "unknown"));
  if (!numbers && !texts && !open) {
    const kinds = `${left.type.kind} ${node.operator} ${right.type.kind}`;
    lowering.diagnostics.report(
      "ACME1110",
      node,
      `"${node.operator}" compares numbers with numbers and texts with texts, and this is ${kinds}`,
    );
    return refusedValue;
  }
  const certain =
    (numbers || texts) &&
    isPrimitive(left.type) &&
    isPrimitive(right.type) &&
    !left.missing &&
    !right.missing;
  return value(code`(${number(left, lowering)} ${node.operator} ${number(right, lowering)})`, booleanType, {
    of: [left, right],
    fallible: !certain,
  });
}

function lowerEquality(
  node: BinaryExpression,
  leftNode: Expression,
  scope: Scope,
  lowering: Lowering,
): Value {
  const negated = node.operator.startsWith("!");
  const strict = node.operator.length === 3;
  const asked = askedType(leftNode, node.right) ?? askedType(node.right, leftNode);
  if (asked !== undefined) {
    const subject = lowering.lower(asked.of, scope);
    const is = code`($type(${subject.code}) = ${quote(asked.type)})`;
    return value(negated ? code`(${is} ? false : true)` : is, booleanType, { of: [subject] });
  }
  const nullish = isNullish(node.right) ? leftNode : isNullish(leftNode) ? node.right : undefined;
  if (nullish !== undefined) {
    const subject = lowering.lower(nullish, scope);
    const literal = isNullish(node.right) ? node.right : leftNode;
    const other = literal.type === "Literal" ? "undefined" : "null";
    // Once stored, undefined is null: they can be told apart only while the type knows one of them.
    const blurred = strict && (mayBe(subject.type, other) || (subject.missing && other === "undefined"));
    if (blurred) {
      lowering.diagnostics.report("ACME1116", node, "flows do not tell undefined from null", {
        help: `write ${negated ? "!=" : "=="} null, which is true for both`,
      });
    }
    const there = isPresent(subject);
    const text = negated ? there : code`(${there} ? false : true)`;
    return value(text, booleanType, { of: [subject] });
  }
  const left = lowering.lower(leftNode, scope);
  const right = lowering.lower(node.right, scope);
  for (const side of [left, right]) {
    if (mayBe(side.type, "array") && !mayBe(side.type, "unknown")) return refuseIdentity(node, lowering);
    if (mayBe(side.type, "object") && !mayBe(side.type, "unknown")) return refuseIdentity(node, lowering);
    if (side.type.kind === "error") return refuseIdentity(node, lowering);
  }
  if (
    !isPrimitive(left.type) &&
    !isPrimitive(right.type) &&
    (mayBe(left.type, "unknown") || mayBe(right.type, "unknown"))
  ) {
    lowering.diagnostics.report(
      "ACME1304",
      node,
      "the types compared here are not known: objects compare by content, not identity",
    );
  }
  if (mayBeNullish(left.type) && mayBeNullish(right.type) && blurs(left.type, right.type)) {
    lowering.diagnostics.report(
      "ACME1116",
      node,
      "both sides may be undefined or null, which flows do not tell apart",
      {
        help: 'give one side a value with "??"',
      },
    );
  }
  if (!strict && !sameKind(left.type, right.type)) {
    lowering.diagnostics.report("ACME1110", node, `"${node.operator}" converts its operands`, {
      help: `write ${node.operator}=`,
    });
  }
  const [one, other] = [present(left, lowering.freshLocal).code, present(right, lowering.freshLocal).code];
  const word = negated ? "!=" : "=";
  if (isPrimitive(left.type) || isPrimitive(right.type) || (isKnown(left) && isKnown(right))) {
    return value(code`(${one} ${word} ${other})`, booleanType, { of: [left, right] });
  }
  // Arrays and objects are equal by content here, and never in a flow.
  const [first, second] = [lowering.freshLocal(), lowering.freshLocal()];
  return value(
    code`(${first} := ${one}; ${second} := ${other}; $type(${first}) in ["array", "object"] and $type(${second}) in ["array", "object"] ? $error("the identity of arrays and objects is not known") : ${first} ${word} ${second})`,
    booleanType,
    { fallible: true },
  );
}

/** `typeof x === "string"`: what is neither null, undefined nor compound has one name in both languages. */
function askedType(test: Expression, name: Expression): { of: Expression; type: string } | undefined {
  if (test.type !== "UnaryExpression" || test.operator !== "typeof" || name.type !== "Literal")
    return undefined;
  return name.value === "string" || name.value === "number" || name.value === "boolean"
    ? { of: test.argument, type: name.value }
    : undefined;
}

function blurs(left: Type, right: Type): boolean {
  return (
    (mayBe(left, "undefined") && mayBe(right, "null")) || (mayBe(left, "null") && mayBe(right, "undefined"))
  );
}

function sameKind(left: Type, right: Type): boolean {
  return isPrimitive(left) && left.kind === right.kind;
}

function refuseIdentity(node: BinaryExpression, lowering: Lowering): Value {
  lowering.diagnostics.report(
    "ACME1109",
    node,
    `"${node.operator}" compares the identity of arrays and objects, which JSON does not have`,
    {
      help: "compare a field, or JSON.stringify() of both",
    },
  );
  return refusedValue;
}

export function isNullish(node: Expression): boolean {
  if (node.type === "Identifier") return node.name === "undefined";
  return node.type === "Literal" && node.value === null && node.raw === "null";
}

function lowerInstanceof(left: Expression, right: Expression, scope: Scope, lowering: Lowering): Value {
  const subject = lowering.lower(left, scope);
  const binding = right.type === "Identifier" ? scope.find(right.name) : undefined;
  if (subject.type.kind === "error") {
    // Of FlowError, tasks may throw classes that this module does not know.
    if (binding?.kind === "errorClass" && binding.className !== "FlowError") {
      const names = lowering.subclassesOf(binding.className).map(quote).join(", ");
      return value(code`(${subject.code}.name in [${names}])`, booleanType);
    }
    if (right.type === "Identifier" && right.name === "Error" && binding === undefined)
      return value(["true"], booleanType);
  }
  lowering.diagnostics.report(
    "ACME1119",
    right,
    "instanceof knows caught errors, and the error classes of this module",
  );
  return refusedValue;
}

export function lowerLogical(node: LogicalExpression, scope: Scope, lowering: Lowering): Value {
  return combineLogical(
    node.operator,
    lowering.lower(node.left, scope),
    lowering.lower(node.right, scope),
    lowering,
  );
}

/** `left ?? right` and its like of values. */
export function combineLogical(
  operator: LogicalExpression["operator"],
  left: Value,
  right: Value,
  lowering: Lowering,
): Value {
  const of = [left, right];
  const missing = right.missing;
  if (operator === "??") {
    if (!left.missing && !mayBeNullish(left.type)) return left;
    // Of null alone nothing is left.
    const isNothing = partsOf(left.type).every(({ kind }) => kind === "null" || kind === "undefined");
    const type = isNothing ? right.type : unionOf(presentType(left.type), right.type);
    return once(left, lowering, (again) =>
      value(code`(${again} != null ? ${again} : ${right.code})`, type, { of, missing }),
    );
  }
  if (left.type.kind === "boolean" && right.type.kind === "boolean" && !left.missing && !right.missing) {
    const word = operator === "&&" ? "and" : "or";
    return value(code`(${left.code} ${word} ${right.code})`, booleanType, { of });
  }
  const type = unionOf(left.type, right.type);
  const both = missing || left.missing;
  return once(left, lowering, (again) => {
    const test = toTest({ ...left, code: again }, lowering);
    const arms = operator === "&&" ? code`${right.code} : ${again}` : code`${again} : ${right.code}`;
    return value(code`(${test} ? ${arms})`, type, { of, missing: both });
  });
}

/** Code that is used more than once is evaluated once, unless it is short. */
function once(one: Value, lowering: Lowering, use: (again: Code) => Value): Value {
  if (isCheap(one.code)) {
    return use(one.code);
  }
  const local = lowering.freshLocal();
  const used = use([local]);
  return { ...used, code: code`(${local} := ${one.code}; ${used.code})` };
}

export function lowerUnary(node: UnaryExpression, scope: Scope, lowering: Lowering): Value {
  const { operator } = node;
  if (operator === "-" && node.argument.type === "Literal" && typeof node.argument.value === "number") {
    return value([`(-${node.argument.raw ?? String(node.argument.value)})`], numberType);
  }
  const argument = lowering.lower(node.argument, scope);
  switch (operator) {
    case "!": {
      const truth = toBoolean(argument, lowering);
      return value(code`(${truth.code} ? false : true)`, booleanType, { of: [truth] });
    }
    case "-":
      return value(code`(0 - ${number(argument, lowering)})`, numberType, {
        of: [argument],
        fallible: !isNumber(argument),
      });
    case "typeof":
      return lowerTypeof(node, argument, lowering);
    default:
      lowering.diagnostics.report("ACME1114", node, `"${operator}" has no counterpart in JSONata`);
      return refusedValue;
  }
}

function lowerTypeof(node: UnaryExpression, argument: Value, lowering: Lowering): Value {
  if (!argument.missing && mayBe(argument.type, "undefined")) {
    lowering.diagnostics.report(
      "ACME1116",
      node,
      "what was undefined is null once it is stored, so typeof tells another thing",
      {
        help: "test it with == null first",
      },
    );
    return refusedValue;
  }
  const local = lowering.freshLocal();
  return value(
    code`(${local} := $type(${argument.code}); $exists(${local}) ? (${local} in ["array", "null"] ? "object" : ${local}) : "undefined")`,
    stringType,
    { of: [argument] },
  );
}
