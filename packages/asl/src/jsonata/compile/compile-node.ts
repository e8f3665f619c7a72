/** From a resolved syntax tree to functions: one per node, made once, called for every evaluation. */
import { Frame, UNBOUND } from "../frame.ts";
import type { Evaluator } from "../frame.ts";
import type { JsonataFunction } from "../jsonata-function.ts";
import type { Run } from "../run.ts";
import { asSequence, collapse, collapseKeeping, createSequence, unwrapInput } from "../sequence.ts";
import { createScope } from "../scope.ts";
import type { Scope } from "../scope.ts";
import type { BlockNode, ConditionNode, Node } from "../syntax.ts";
import { isTrue } from "../values.ts";
import { compileApply, compileCall, compileLambda, compilePartial, compileTailCall } from "./compile-call.ts";
import { compileArray, compileGroup, compileObject } from "./compile-constructors.ts";
import { compileFilter } from "./compile-filter.ts";
import { compileBinary, compileNegate } from "./compile-operators.ts";
import { compilePath } from "./compile-path.ts";
import { compileRegex } from "./compile-regex.ts";
import { compileSort } from "./compile-sort.ts";
import { compileTransform } from "./compile-transform.ts";
import { compileBind, compileLookup, compileVariable } from "./compile-variable.ts";
import type { Compiler } from "./compiler.ts";
import type { Dialect } from "../dialect.ts";
import { fieldOf } from "./field-of.ts";

/** @param root Resolved by `resolvePaths`. */
export function compileRoot(
  root: Node,
  dialect: Dialect,
  builtins: ReadonlyMap<string, JsonataFunction>,
): { evaluate: Evaluator; scope: Scope } {
  const scope = createScope(undefined, [], [root]);
  const compiler: Compiler = {
    dialect,
    builtins,
    compile: (node, inner, depth) => compile(node, inner, depth, compiler),
    compileTail: (node, inner, depth) => compileTail(node, inner, depth, compiler),
  };
  return { evaluate: compile(root, scope, 1, compiler), scope };
}

function compile(node: Node, scope: Scope, depth: number, compiler: Compiler): Evaluator {
  return finish(node, compileKind(node, scope, depth, compiler), scope, depth, compiler);
}

/** What hangs on a node of any kind: filters, then a group, then whether one item stays an array. */
function finish(node: Node, value: Evaluator, scope: Scope, depth: number, compiler: Compiler): Evaluator {
  let evaluate = value;
  for (const predicate of node.predicates ?? []) {
    const filter = compileFilter(predicate, node.tuple === true, scope, depth, compiler);
    const unfiltered = evaluate;
    evaluate = (input, frame) => filter(unfiltered(input, frame), frame);
  }
  if (node.group !== undefined && node.type !== "path") {
    const { pairs, position } = node.group;
    const group = compileGroup(pairs, position, node.tuple === true, scope, depth, compiler);
    const ungrouped = evaluate;
    evaluate = (input, frame) => group(ungrouped(input, frame), frame);
  }
  const raw = evaluate;
  if (node.keepArray === true) return (input, frame) => collapseKeeping(raw(input, frame));
  const collapses = node.predicates !== undefined || givesSequence(node);
  return collapses ? (input, frame) => collapse(raw(input, frame)) : raw;
}

/** Whether a node may give a sequence that is not collapsed yet. */
function givesSequence(node: Node): boolean {
  switch (node.type) {
    case "path":
    case "name":
    case "wildcard":
    case "descendant":
    case "call":
    case "apply":
    case "parent":
      return true;
    // What they pass on has collapsed once; an item that was a sequence itself collapses again here, as in JSONata 2.0.6.
    case "block":
    case "condition":
    case "bind":
      return true;
    case "binary":
      return node.operator === "..";
    default:
      return false;
  }
}

function compileKind(node: Node, scope: Scope, depth: number, compiler: Compiler): Evaluator {
  switch (node.type) {
    case "path":
      return compilePath(node, scope, depth, compiler);
    case "literal": {
      const { value } = node;
      return () => value;
    }
    case "name": {
      const { value } = node;
      return (input) => fieldOf(input, value);
    }
    case "variable":
      return compileVariable(node.value, scope, compiler);
    case "wildcard":
      return evaluateWildcard;
    case "descendant":
      return (input, frame) => {
        const results = createSequence();
        collectDescendants(input, results, frame.run);
        return results;
      };
    case "parent":
      return compileLookup(node.slot.label, scope, compiler);
    case "binary":
      return compileBinary(
        node.operator,
        compiler.compile(node.lhs, scope, depth + 1),
        compiler.compile(node.rhs, scope, depth + 1),
        node.position,
        compiler,
      );
    case "negate":
      return compileNegate(compiler.compile(node.expression, scope, depth + 1), node.position);
    case "array":
      return compileArray(node, scope, depth, compiler);
    case "object":
      return compileObject(node.pairs, node.position, scope, depth, compiler);
    case "condition":
      return compileCondition(node, scope, depth, compiler, compiler.compile);
    case "block":
      return compileBlock(node, scope, depth, compiler, compiler.compile);
    case "bind":
      return compileBind(node.name, compiler.compile(node.rhs, scope, depth + 1), scope);
    case "regex": {
      const regex = compileRegex(node, compiler);
      return () => regex;
    }
    case "call":
      return compileCall(node, scope, depth, compiler);
    case "partial":
      return compilePartial(node, scope, depth, compiler);
    case "lambda":
      return compileLambda(node, scope, compiler);
    case "apply":
      return compileApply(node, scope, depth, compiler);
    case "transform":
      return compileTransform(node, scope, depth, compiler);
    case "sort":
      return compileSort(node, false, scope, depth, compiler);
    case "operator":
    case "end":
    case "step":
    case "filter":
    case "groupBy":
    case "orderBy":
    case "focusBind":
    case "indexBind":
      throw new TypeError(`"${node.type}" is resolved before an expression is compiled`);
  }
}

type CompileChild = Compiler["compile"];

function compileCondition(
  node: ConditionNode,
  scope: Scope,
  depth: number,
  compiler: Compiler,
  compileBranch: CompileChild,
): Evaluator {
  const condition = compiler.compile(node.condition, scope, depth + 1);
  const whenTrue = compileBranch(node.whenTrue, scope, depth + 1);
  const whenFalse =
    node.whenFalse === undefined ? () => undefined : compileBranch(node.whenFalse, scope, depth + 1);
  return (input, frame) => {
    const answer = condition(input, frame);
    return answer === true || (answer !== false && isTrue(answer))
      ? whenTrue(input, frame)
      : whenFalse(input, frame);
  };
}

function compileBlock(
  node: BlockNode,
  scope: Scope,
  depth: number,
  compiler: Compiler,
  compileLast: CompileChild,
): Evaluator {
  const declared = createScope(scope, [], node.expressions);
  const size = declared.slots.size;
  const inner = size === 0 ? scope : declared;
  const last = node.expressions.at(-1);
  if (last === undefined) return () => undefined;
  const before = node.expressions.slice(0, -1).map((item) => compiler.compile(item, inner, depth + 1));
  const result = compileLast(last, inner, depth + 1);
  if (size === 0 && before.length === 0) return result;
  return (input, frame) => {
    const within =
      size === 0
        ? frame
        : new Frame(
            frame.run,
            frame,
            Array.from({ length: size }, () => UNBOUND),
          );
    for (const evaluate of before) evaluate(input, within);
    return result(input, within);
  };
}

/**
 * Filters that follow a block or a condition at the end of a function see the call, not its result: so it is in JSONata 2.0.6,
 * where `function($x){ ($f($x))[0] }` gives all of what `$f` gives.
 */
function compileTail(node: Node, scope: Scope, depth: number, compiler: Compiler): Evaluator {
  if (node.group !== undefined && node.type !== "call") return compile(node, scope, depth, compiler);
  switch (node.type) {
    case "call":
      return node.predicates === undefined
        ? compileTailCall(node, scope, depth, compiler)
        : compile(node, scope, depth, compiler);
    case "condition":
      return finish(
        node,
        compileCondition(node, scope, depth, compiler, compiler.compileTail),
        scope,
        depth,
        compiler,
      );
    case "block":
      return finish(
        node,
        compileBlock(node, scope, depth, compiler, compiler.compileTail),
        scope,
        depth,
        compiler,
      );
    default:
      return compile(node, scope, depth, compiler);
  }
}

/** `*`: the values of an object's fields; lists among them are joined, and then the result is a list even of one item. */
function evaluateWildcard(input: unknown, frame: Frame): unknown {
  const context = unwrapInput(input);
  if (typeof context !== "object" || context === null) return undefined;
  const values: unknown[] = [];
  let joined = false;
  const fields: readonly unknown[] = Array.isArray(context) ? context : Object.values(context);
  for (const value of fields) {
    if (!Array.isArray(value)) {
      values.push(value);
      continue;
    }
    joined = true;
    flattenInto(value, values, frame.run);
  }
  return joined ? values : asSequence(values);
}

function flattenInto(items: readonly unknown[], flat: unknown[], run: Run): void {
  run.count(0, flat.length * 8);
  for (const item of items) {
    if (Array.isArray(item)) flattenInto(item, flat, run);
    else flat.push(item);
  }
}

/** `**`: the value and everything inside it, lists only through their items. */
function collectDescendants(value: unknown, results: unknown[], run: Run): void {
  if (value === undefined) return;
  run.count(0, results.length * 8);
  if (Array.isArray(value)) {
    for (const item of value) collectDescendants(item, results, run);
    return;
  }
  results.push(value);
  if (typeof value === "object" && value !== null) {
    for (const field of Object.values(value)) collectDescendants(field, results, run);
  }
}
