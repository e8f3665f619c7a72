import { isFunction, nameOf, type SyntaxNode, unwrap } from "../source/syntax-node.ts";
import { type Change, readChain } from "./find-changes.ts";
import { asNodes, type Declaration, type ResolvedNames } from "./resolve-names.ts";
import { copyingGlobals, newContainerGlobals, newContainerMethods, plainGlobals } from "./known-calls.ts";
import { resultsOf } from "./results.ts";
import type { OwnershipContext, Source } from "./ownership-context.ts";

/** An expression inside of a source that may be known by another name. */
export interface Shared {
  leaf: SyntaxNode;
  level: number;
  change: Change;
}

/** The parts of what a name is given that are not made there. */
export function findShared(sources: readonly Source[], context: OwnershipContext): Shared[] {
  return sources.flatMap(({ node, depth, change }) =>
    sharedIn(node, depth, context).map((one) => ({ ...one, change })),
  );
}

type Leaf = Omit<Shared, "change">;
type Context = Pick<OwnershipContext, "isCopying"> & { declaration: Declaration; names: ResolvedNames };

function sharedIn(node: unknown, depth: number, context: Context): Leaf[] {
  const inner = unwrap(node);
  if (inner === undefined || depth <= 0) return [];
  const both = (...parts: readonly unknown[]): Leaf[] =>
    parts.flatMap((part) => sharedIn(part, depth, context));
  switch (inner.type) {
    case "Literal":
    case "TemplateLiteral":
    case "BinaryExpression":
    case "UnaryExpression":
    case "UpdateExpression":
      return [];
    case "Identifier":
    case "MemberExpression": {
      if (nameOf(inner) === "undefined") return [];
      // What it was before is not known by any other name.
      const root = readChain(inner)?.root;
      if (root !== undefined && context.names.get(root) === context.declaration && root === inner) return [];
      return [{ leaf: inner, level: 0 }];
    }
    case "ObjectExpression":
      return asNodes(inner["properties"]).flatMap((property) =>
        property.type === "SpreadElement"
          ? contentsOf(property["argument"], depth, context)
          : sharedIn(property["value"], depth - 1, context),
      );
    case "ArrayExpression":
      return asNodes(inner["elements"]).flatMap((element) =>
        element.type === "SpreadElement"
          ? contentsOf(element["argument"], depth, context)
          : sharedIn(element, depth - 1, context),
      );
    case "SpreadElement":
      return contentsOf(inner["argument"], depth + 1, context);
    case "ConditionalExpression":
      return both(inner["consequent"], inner["alternate"]);
    case "LogicalExpression":
      return both(inner["left"], inner["right"]);
    case "AwaitExpression":
      return sharedInAwaited(unwrap(inner["argument"]), inner, depth, context);
    case "CallExpression":
      return sharedInCall(inner, depth, context);
    default:
      return isFunction(inner) ? [] : [{ leaf: inner, level: 0 }];
  }
}

/** What is in an array or object that is spread: its own identity does not matter. */
function contentsOf(node: unknown, depth: number, context: Context): Leaf[] {
  const inner = unwrap(node);
  if (inner === undefined || depth <= 1) return [];
  if (inner.type === "Identifier" || inner.type === "MemberExpression") {
    const root = readChain(inner)?.root;
    if (root !== undefined && context.names.get(root) === context.declaration) return [];
    return [{ leaf: inner, level: 1 }];
  }
  return sharedIn(inner, depth, context);
}

function sharedInAwaited(
  call: SyntaxNode | undefined,
  awaited: SyntaxNode,
  depth: number,
  context: Context,
): Leaf[] {
  if (call?.type !== "CallExpression") return [{ leaf: awaited, level: 0 }];
  if (isCopyingCall(call, context.isCopying)) return [];
  const callee = unwrap(call["callee"]);
  const isPromise = callee?.type === "MemberExpression" && nameOf(callee["object"]) === "Promise";
  if (!isPromise) return [{ leaf: awaited, level: 0 }];
  const [list] = asNodes(call["arguments"]);
  const elements = list?.type === "ArrayExpression" ? asNodes(list["elements"]) : undefined;
  if (elements?.every((one) => isCopyingCall(one, context.isCopying)) === true || depth <= 1) return [];
  return [{ leaf: awaited, level: 1 }];
}

function sharedInCall(call: SyntaxNode, depth: number, context: Context): Leaf[] {
  const callee = unwrap(call["callee"]);
  const given = asNodes(call["arguments"]);
  const contents: Leaf[] = depth > 1 ? [{ leaf: call, level: 1 }] : [];
  const name = calledName(callee);
  if (name !== undefined && (copyingGlobals.has(name) || plainGlobals.has(name))) return [];
  if (name === "Object.assign") {
    const [target, ...others] = given;
    return [...sharedIn(target, depth, context), ...others.flatMap((one) => contentsOf(one, depth, context))];
  }
  if (name !== undefined && newContainerGlobals.has(name)) return contents;
  if (callee?.type !== "MemberExpression") return [{ leaf: call, level: 0 }];
  const method = nameOf(callee["property"]) ?? "";
  const [callback, start] = given;
  if (
    /^reduce(?:Right)?$/.test(method) &&
    start !== undefined &&
    callback !== undefined &&
    isFunction(callback)
  ) {
    const [first] = asNodes(callback["params"]);
    const results = resultsOf(callback).filter(
      (one) => nameOf(one) === undefined || nameOf(one) !== nameOf(first),
    );
    return [start, ...results].flatMap((one) => sharedIn(one, depth, context));
  }
  if (/^(?:map|flatMap)$/.test(method) && callback !== undefined && isFunction(callback)) {
    const inner = method === "map" ? depth - 1 : depth;
    return resultsOf(callback).flatMap((one) => sharedIn(one, inner, context));
  }
  if (/^(?:sort|reverse)$/.test(method)) return sharedIn(callee["object"], depth, context);
  return newContainerMethods.has(method) ? contents : [{ leaf: call, level: 0 }];
}

/** `JSON.parse` of `JSON.parse(text)`. */
export function calledName(callee: SyntaxNode | undefined): string | undefined {
  if (callee?.type === "Identifier") return nameOf(callee);
  if (callee?.type !== "MemberExpression") return undefined;
  const [object, method] = [nameOf(callee["object"]), nameOf(callee["property"])];
  return object === undefined || method === undefined ? undefined : `${object}.${method}`;
}

/** A call of a task, of map(), or of a method of what the engine gives. */
export function isCopyingCall(node: SyntaxNode, isCopying: (callee: SyntaxNode) => boolean): boolean {
  if (node.type !== "CallExpression") return false;
  let callee = unwrap(node["callee"]);
  while (callee?.type === "MemberExpression") callee = unwrap(callee["object"]);
  return callee !== undefined && isCopying(callee);
}
