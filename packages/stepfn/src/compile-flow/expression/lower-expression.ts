import type { CallExpression, Expression, Statement, TSType } from "oxc-parser";
import type { Diagnostics, Span } from "../source/diagnostic.ts";
import {
  booleanType,
  isAll,
  mayBe,
  mayBeNullish,
  presentType,
  numberType,
  stringType,
  undefinedType,
  unionOf,
  unknownType,
} from "../types/type.ts";
import type { OwnedNames } from "../ownership/owned-names.ts";
import type { SourceFiles } from "../source/source-files.ts";
import { enumObject } from "../module/read-enum.ts";
import type { TypeOracle } from "../types/type-oracle.ts";
import { arrayMethods } from "./array-methods.ts";
import { checkAlias } from "./check-alias.ts";
import { applyFunction } from "./callback.ts";
import { code, quote, isCheap } from "./code.ts";
import { arrayFunctions } from "./array-functions.ts";
import { setItems } from "./iterable-items.ts";
import { numberOf } from "./number-functions.ts";
import { globalFunctions } from "./globals.ts";
import { constantValue, lowerArray, lowerObject } from "./literals.ts";
import type { Effects, Lowering } from "./lowering.ts";
import { hasAwait } from "./has-await.ts";
import { isOptionalAccess, lowerMember } from "./member.ts";
import { lowerBinary, lowerLogical, lowerUnary } from "./operators.ts";
import { type FunctionLike, type Scope } from "./scope.ts";
import type { BoundName } from "./pattern.ts";
import { refusedMethods } from "./refused-methods.ts";
import { annotatedType, withCheckedType } from "./checked-type.ts";
import { callOnDate, dateOf, refuseDate } from "./dates.ts";
import { evaluatedOnce } from "./volatile.ts";
import { callOnRegex, callWithRegex, regexOf } from "./regex/regex-calls.ts";
import { isSyntaxNode } from "../source/syntax-node.ts";
import { readChain } from "../ownership/find-changes.ts";
import type { Method } from "./method-call.ts";
import { stringMethods } from "./string-methods.ts";
import { lowerTemplate } from "./text.ts";
import { toTest } from "./truthiness.ts";
import { nullValue, present, refusedValue, type Value, value } from "./value.ts";

export interface LoweringOptions {
  computed?(
    statements: readonly Statement[],
    parameters: readonly BoundName[],
    scope: Scope,
    lowering: Lowering,
  ): Value | undefined;
  diagnostics: Diagnostics;
  files: SourceFiles;
  declaredTypes: ReadonlyMap<string, TSType>;
  subclassesOf(className: string): readonly string[];
  namelessError(): string | undefined;
  owned: OwnedNames;
  freshLocal(): string;
  effects?: Effects;
  types: TypeOracle | undefined;
}

/** JavaScript expressions to JSONata: one case for each kind, everything else refused. */
export function createLowering(options: LoweringOptions): Lowering {
  const create = (effects: Effects | undefined, inside: readonly FunctionLike[]): Lowering => {
    const lowering: Lowering = {
      diagnostics: options.diagnostics,
      get source() {
        return options.files.text;
      },
      effects,
      subclassesOf: options.subclassesOf,
      get namelessError() {
        return options.namelessError();
      },
      inside,
      freshLocal: options.freshLocal,
      owned: options.owned,
      lower(node, scope) {
        const lowered = evaluatedOnce(lowerNode(node, scope, lowering), lowering);
        const one = withCheckedType(lowered, node, options.types);
        const alias = options.owned.aliasAt(node);
        if (alias !== undefined) checkAlias(alias, one, node, lowering);
        return one;
      },
      computed: (statements, scope, parameters) =>
        options.computed?.(statements, parameters, scope, lowering),
      annotated: (annotation) => annotatedType(annotation, options),
      checked: (span) => options.types?.typeAt(span) ?? unknownType,
      withoutEffects: (fn) => create(undefined, fn === undefined ? inside : [...inside, fn]),
    };
    return lowering;
  };
  return create(options.effects, []);
}

function lowerNode(node: Expression, scope: Scope, lowering: Lowering): Value {
  switch (node.type) {
    case "Literal":
      return lowerLiteral(node, lowering);
    case "Identifier":
      return lowerName(node, scope, lowering);
    case "TemplateLiteral":
      return lowerTemplate(node, scope, lowering);
    case "BinaryExpression":
      return lowerBinary(node, scope, lowering);
    case "LogicalExpression":
      if (hasAwait(node.right) && lowering.effects !== undefined) return lowering.effects.branch(node, scope);
      return lowerLogical(node, scope, lowering);
    case "UnaryExpression":
      if (node.operator === "+")
        return (
          dateOf(node.argument, scope, lowering) ?? numberOf(lowering.lower(node.argument, scope), lowering)
        );
      return lowerUnary(node, scope, lowering);
    case "ConditionalExpression": {
      if ((hasAwait(node.consequent) || hasAwait(node.alternate)) && lowering.effects !== undefined) {
        return lowering.effects.branch(node, scope);
      }
      const test = lowering.lower(node.test, scope);
      const then = lowering.lower(node.consequent, scope);
      const otherwise = lowering.lower(node.alternate, scope);
      return value(
        code`(${toTest(test, lowering)} ? ${then.code} : ${otherwise.code})`,
        unionOf(then.type, otherwise.type),
        {
          of: [test, then, otherwise],
          missing: then.missing || otherwise.missing,
        },
      );
    }
    case "MemberExpression":
      return lowerMember(node, scope, lowering);
    case "ChainExpression":
      return node.expression.type === "TSNonNullExpression"
        ? lowering.lower(node.expression.expression, scope)
        : lowering.lower(node.expression, scope);
    case "ArrayExpression":
      return lowerArray(node, scope, lowering);
    case "ObjectExpression":
      return lowerObject(node, scope, lowering);
    case "CallExpression":
      return lowerCall(node, scope, lowering);
    case "AwaitExpression":
      if (lowering.effects !== undefined) return lowering.effects.await(node, scope);
      lowering.diagnostics.report("ACME1103", node, "Step Functions cannot wait inside of this function", {
        help: "use map(items, async (item) => …)",
      });
      return refusedValue;
    case "ParenthesizedExpression":
    case "TSNonNullExpression":
    case "TSSatisfiesExpression":
      return lowering.lower(node.expression, scope);
    case "TSAsExpression": {
      const inner = lowering.lower(node.expression, scope);
      const type = lowering.annotated(node.typeAnnotation);
      return type.kind === "unknown" ? inner : { ...inner, type };
    }
    case "ArrowFunctionExpression":
    case "FunctionExpression":
      lowering.diagnostics.report("ACME1100", node, "a function is no JSON value");
      return refusedValue;
    case "NewExpression":
      if (dateOf(node, scope, lowering) !== undefined) return refuseDate(node, lowering);
      return refuseObject(node, lowering);
    case "ThisExpression":
    case "ClassExpression":
      return refuseObject(node, lowering);
    case "AssignmentExpression":
    case "UpdateExpression":
      lowering.diagnostics.report("ACME1100", node, "an assignment has to be a statement of its own");
      return refusedValue;
    default:
      lowering.diagnostics.report("ACME1100", node, `${node.type} is not supported in flows`);
      return refusedValue;
  }
}

function refuseObject(node: Span, lowering: Lowering): Value {
  lowering.diagnostics.report(
    "ACME1105",
    node,
    "flows have no objects of classes; only errors are made with new, to be thrown",
    { help: "use objects and arrays, or do it in a task" },
  );
  return refusedValue;
}

function lowerLiteral(node: Extract<Expression, { type: "Literal" }>, lowering: Lowering): Value {
  const literal: unknown = node.value;
  if (typeof literal === "string") return value([quote(literal)], stringType);
  if (typeof literal === "boolean") return value([String(literal)], booleanType);
  if (typeof literal === "number") {
    if (Number.isInteger(literal) && !Number.isSafeInteger(literal)) {
      lowering.diagnostics.report(
        "ACME1117",
        node,
        "Step Functions computes with doubles, which do not hold this integer",
        { help: "write it as a text" },
      );
    }
    return value([Number.isFinite(literal) ? JSON.stringify(literal) : "null"], numberType);
  }
  if (literal === null && node.raw === "null") return nullValue;
  if ("regex" in node) {
    lowering.diagnostics.report("ACME1113", node, "a regular expression is no JSON value", {
      help: "call test(), match(), replace(), search() or split() with it",
    });
  } else {
    lowering.diagnostics.report("ACME1114", node, "big integers are no JSON values", {
      help: "write it as a text",
    });
  }
  return refusedValue;
}

function lowerName(
  node: { name: string; start: number; end: number },
  scope: Scope,
  lowering: Lowering,
): Value {
  const binding = scope.find(node.name);
  if (binding === undefined) {
    if (node.name === "undefined") return { ...nullValue, type: undefinedType };
    lowering.diagnostics.report("ACME1115", node, `"${node.name}" is not known in the flow`);
    return refusedValue;
  }
  switch (binding.kind) {
    case "value":
      return binding.value;
    case "variable":
      return value([{ variable: binding.variable }], binding.type);
    case "context":
      lowering.diagnostics.report(
        "ACME1100",
        node,
        "the context is read by its fields: ctx.executionId, ctx.startTime",
      );
      return refusedValue;
    case "enum":
      return constantValue(enumObject(binding.members));
    case "refused":
      lowering.diagnostics.refuse(node);
      return refusedValue;
    case "date":
      return refuseDate(node, lowering);
    case "outside":
      lowering.diagnostics.report(
        "ACME1115",
        node,
        `"${node.name}" ${binding.why}, and a state machine cannot read it`,
        { help: "pass it as a parameter, or make it a const with a literal" },
      );
      return refusedValue;
    case "task":
      lowering.diagnostics.report("ACME1100", node, `the task "${node.name}" is no value; call it`);
      return refusedValue;
    default:
      lowering.diagnostics.report("ACME1100", node, `"${node.name}" is no JSON value`);
      return refusedValue;
  }
}

function lowerCall(node: CallExpression, scope: Scope, lowering: Lowering): Value {
  const { callee } = node;
  if (callee.type === "Identifier") {
    const binding = scope.find(callee.name);
    const isAsync = binding?.kind === "helper" && binding.node.async;
    if (binding?.kind === "task" || binding?.kind === "flow" || binding?.kind === "engine" || isAsync) {
      lowering.diagnostics.report(
        "ACME1101",
        node,
        `what "${callee.name}" returns is a promise, and has to be awaited where it is made`,
        {
          help: "write await before the call, or put several into await Promise.all([…])",
        },
      );
      return refusedValue;
    }
    if (binding?.kind === "helper") return callHelper(node, binding, scope, lowering);
    if (binding === undefined) return callGlobal(node, callee.name, scope, lowering);
    return lowerName(callee, scope, lowering);
  }
  if (
    callee.type === "MemberExpression" &&
    !callee.computed &&
    callee.property.type === "Identifier" &&
    callee.object.type !== "Super"
  ) {
    const method = callee.property.name;
    if (callee.object.type === "Identifier" && scope.find(callee.object.name) === undefined) {
      return callGlobal(node, `${callee.object.name}.${method}`, scope, lowering);
    }
    return callMethod(node, callee.object, method, scope, lowering);
  }
  if ((callee.type === "ArrowFunctionExpression" || callee.type === "FunctionExpression") && !callee.async)
    return callHelper(node, { node: callee, scope }, scope, lowering);
  lowering.diagnostics.report(
    "ACME1100",
    node,
    "only functions and methods that are known by name can be called",
    { help: "give the function a name: const f = (x) => …" },
  );
  return refusedValue;
}

function callHelper(
  node: CallExpression,
  { node: fn, scope: home }: { node: FunctionLike; scope: Scope },
  scope: Scope,
  lowering: Lowering,
): Value {
  if (fn.generator) {
    lowering.diagnostics.report("ACME1104", node, "generators are not supported", { help: "use an array" });
    return refusedValue;
  }
  const values: Value[] = [];
  const binds: ReturnType<typeof code>[] = [];
  for (const one of node.arguments) {
    if (one.type === "SpreadElement") {
      lowering.diagnostics.report("ACME1100", one, "...arguments are not supported");
      return refusedValue;
    }
    const local = lowering.freshLocal();
    const given = lowering.lower(one, scope);
    const stored = present(given, lowering.freshLocal);
    binds.push(code`${local} := ${stored.code}`);
    values.push({ ...stored, code: [local] });
  }
  lowering.owned.enter(fn, { ownsParameters: false });
  const result = applyFunction(fn, values, home, lowering);
  const fallible = result.fallible || values.some((one) => one.fallible);
  if (binds.length === 0) return result;
  return {
    ...result,
    fallible,
    code: binds.reduceRight((inner, bind) => code`(${bind}; ${inner})`, result.code),
  };
}

function callMethod(
  node: CallExpression,
  objectNode: Expression,
  method: string,
  scope: Scope,
  lowering: Lowering,
): Value {
  const taken = lowering.effects?.taken(node);
  if (taken !== undefined) return taken;
  const refusal = Object.hasOwn(refusedMethods, method) ? refusedMethods[method] : undefined;
  if (refusal !== undefined) {
    lowering.diagnostics.report(refusal.code, node, `"${method}" ${refusal.why}`, { help: refusal.help });
    return refusedValue;
  }
  const regex = regexOf(objectNode, scope);
  if (regex !== undefined) return callOnRegex(regex, method, node, scope, lowering);
  const set = method === "has" ? setItems(objectNode, scope, lowering) : undefined;
  const [member] = node.arguments;
  if (set !== undefined && member !== undefined && member.type !== "SpreadElement") {
    const wanted = lowering.lower(member, scope);
    return value(code`(${present(wanted, lowering.freshLocal).code} in ${set.code})`, booleanType, {
      of: [set, wanted],
    });
  }
  const milliseconds = dateOf(objectNode, scope, lowering);
  if (milliseconds !== undefined) return callOnDate(milliseconds, method, node, lowering);
  const object = lowering.lower(objectNode, scope);
  const table = isAll(object.type, "array")
    ? arrayMethods
    : isAll(object.type, "string")
      ? stringMethods
      : undefined;
  const sure = !object.missing && !mayBeNullish(object.type);
  const isOptional = node.callee.type === "MemberExpression" && isOptionalAccess(node.callee);
  if (table !== undefined && !sure && isOptional) {
    const local = lowering.freshLocal();
    const there = { ...object, code: [local], type: presentType(object.type), missing: false };
    const result = callTable(node, there, { method, table, scope }, lowering);
    return value(
      code`(${local} := ${object.code}; ${local} != null ? ${result.code} : null)`,
      unionOf(result.type, undefinedType),
      { of: [object, result] },
    );
  }
  if (table === undefined || !sure) {
    if (
      method === "toString" &&
      isAll(object.type, "number", "string", "boolean") &&
      sure &&
      node.arguments.length === 0
    ) {
      return callGlobal({ ...node, arguments: [objectNode] }, "String", scope, lowering);
    }
    lowering.diagnostics.report(
      "ACME1100",
      node,
      `"${method}" needs to know that it is called on ${mayBe(object.type, "unknown") ? "an array or a text" : "something that is there"}`,
      {
        help: 'annotate the value, or give it one with "??"',
      },
    );
    return refusedValue;
  }
  return callTable(node, object, { method, table, scope }, lowering);
}

/** Arrays that an expression has just made can be changed in place: nobody sees it. */
const inPlace: Readonly<Record<string, string>> = { sort: "toSorted", reverse: "toReversed" };

function callTable(
  node: CallExpression,
  object: Value,
  {
    method: written,
    table,
    scope,
  }: { method: string; table: Readonly<Record<string, Method>>; scope: Scope },
  lowering: Lowering,
): Value {
  const isNew =
    node.callee.type === "MemberExpression" &&
    isSyntaxNode(node.callee) &&
    readChain(node.callee.object) === undefined;
  const method = isNew && Object.hasOwn(inPlace, written) ? (inPlace[written] ?? written) : written;
  const known = Object.hasOwn(table, method) ? table[method] : undefined;
  // An array that is made by a longer expression is made once.
  const local = lowering.freshLocal();
  const isShort = isCheap(object.code);
  const subject = isShort ? object : { ...object, code: [local] };
  const before = lowering.diagnostics.found.length;
  const call = { node, object: subject, arguments: node.arguments, scope, lowering };
  const result = (table === stringMethods ? callWithRegex(method, call) : undefined) ?? known?.(call);
  if (result === undefined) {
    // The method has said better what is wrong.
    if (lowering.diagnostics.found.length > before) return refusedValue;
    lowering.diagnostics.report(
      "ACME1114",
      node,
      `"${method}" with these arguments has no exact counterpart in JSONata`,
      { help: "write it with another method, or compute it in a task" },
    );
    return refusedValue;
  }
  return isShort ? result : { ...result, code: code`(${local} := ${object.code}; ${result.code})` };
}

function callGlobal(node: CallExpression, name: string, scope: Scope, lowering: Lowering): Value {
  const known = Object.hasOwn(globalFunctions, name) ? globalFunctions[name] : undefined;
  const found = lowering.diagnostics.found.length;
  const readsNodes = Object.hasOwn(arrayFunctions, name) || /^Math\.(?:max|min)$/.test(name);
  const hasSpread = node.arguments.some(({ type }) => type === "SpreadElement");
  const values =
    hasSpread || Object.hasOwn(arrayFunctions, name)
      ? []
      : node.arguments.flatMap((one) => (one.type === "SpreadElement" ? [] : [lowering.lower(one, scope)]));
  const result = hasSpread && !readsNodes ? undefined : known?.({ node, values, lowering, scope });
  if (result !== undefined) return result;
  if (lowering.diagnostics.found.length > found) return refusedValue;
  lowering.diagnostics.report(
    "ACME1114",
    node,
    `"${name}" with these arguments has no exact counterpart in JSONata`,
    { help: "compute it in a task" },
  );
  return refusedValue;
}
