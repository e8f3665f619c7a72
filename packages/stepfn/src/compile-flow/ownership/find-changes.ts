import {
  childrenOf,
  isSyntaxNode,
  nameOf,
  type SyntaxNode,
  unwrap,
  walkSyntax,
} from "../source/syntax-node.ts";
import { asNodes, type Declaration, type ResolvedNames } from "./resolve-names.ts";

/** A place where a part of what a name stands for is changed. */
export interface Change {
  declaration: Declaration;
  /** The statement or call that changes it. */
  node: SyntaxNode;
  /** From the name to the object that is changed: `[".a"]` for `o.a.b = 1`; an index that is computed is `"[]"`. */
  path: readonly string[];
  /** What is put in; it is at a distance of `path.length + 1`. */
  put: readonly SyntaxNode[];
  /** For `xs[i] = …` the index. */
  index: SyntaxNode | undefined;
  above: readonly SyntaxNode[];
}

/** Array methods that change the array, with which of their arguments they put into it. */
const changingMethods: Readonly<Record<string, (count: number) => readonly [number, number]>> = {
  push: (count) => [0, count],
  unshift: (count) => [0, count],
  pop: () => [0, 0],
  shift: () => [0, 0],
  splice: (count) => [2, count],
  sort: () => [0, 0],
  reverse: () => [0, 0],
  fill: () => [0, 1],
  copyWithin: () => [0, 0],
};

/** The method when the node is a call of one that changes its array. */
export function changingMethod(node: SyntaxNode): { method: string; object: SyntaxNode } | undefined {
  if (node.type !== "CallExpression") return undefined;
  const callee = unwrap(node["callee"]);
  if (callee?.type !== "MemberExpression" || callee["computed"] === true) return undefined;
  const method = nameOf(callee["property"]) ?? "";
  const object = unwrap(callee["object"]);
  return Object.hasOwn(changingMethods, method) && object !== undefined ? { method, object } : undefined;
}

/** Whether a function or module changes a part of anything: cheap to ask, and most do not. */
export function hasChanges(root: SyntaxNode): boolean {
  if (changedBy(root) !== undefined) return true;
  return childrenOf(root).some(hasChanges);
}

/** The names that parts are changed of, whatever they stand for where they are used. */
export function changedRoots(root: SyntaxNode): Set<string> {
  const roots = new Set<string>();
  const visit = (node: SyntaxNode): void => {
    const changed = changedBy(node);
    const chain = changed === undefined ? undefined : readChain(changed.object);
    if (chain !== undefined) roots.add(nameOf(chain.root) ?? "");
    for (const child of childrenOf(node)) visit(child);
  };
  visit(root);
  return roots;
}

export function findChanges(root: SyntaxNode, names: ResolvedNames): Change[] {
  const changes: Change[] = [];
  walkSyntax(root, (node, above) => {
    const found = changedBy(node);
    if (found === undefined) return;
    const chain = readChain(found.object);
    const declaration = chain === undefined ? undefined : names.get(chain.root);
    if (chain !== undefined && declaration !== undefined)
      changes.push({
        declaration,
        node,
        path: chain.path,
        put: found.put,
        index: found.index,
        above: [...above],
      });
  });
  return changes;
}

interface Changed {
  object: unknown;
  put: readonly SyntaxNode[];
  index: SyntaxNode | undefined;
}

function changedBy(node: SyntaxNode): Changed | undefined {
  const ofMember = (target: unknown, put: readonly SyntaxNode[]): Changed | undefined => {
    const member = unwrap(target);
    if (member?.type !== "MemberExpression") return undefined;
    const index =
      member["computed"] === true && isSyntaxNode(member["property"]) ? member["property"] : undefined;
    return { object: member["object"], put, index };
  };
  switch (node.type) {
    case "AssignmentExpression": {
      const putsValue = ["=", "??=", "||=", "&&="].includes(String(node["operator"]));
      return ofMember(node["left"], putsValue ? asNodes(node["right"]) : []);
    }
    case "UpdateExpression":
      return ofMember(node["argument"], []);
    case "UnaryExpression":
      return node["operator"] === "delete" ? ofMember(node["argument"], []) : undefined;
    case "CallExpression": {
      const call = changingMethod(node);
      const given = asNodes(node["arguments"]);
      if (call !== undefined) {
        const range = changingMethods[call.method]?.(given.length) ?? [0, 0];
        return { object: call.object, put: given.slice(...range), index: undefined };
      }
      if (!isObjectAssign(node)) return undefined;
      const [target, ...sources] = given;
      // What an object is assigned from gives its fields away, as a spread does.
      const spreads = sources.map((one): SyntaxNode => ({
        type: "SpreadElement",
        argument: one,
        start: one.start,
        end: one.end,
      }));
      return { object: target, put: spreads, index: undefined };
    }
    default:
      return undefined;
  }
}

export function isObjectAssign(node: SyntaxNode): boolean {
  const callee = unwrap(node["callee"]);
  return (
    node.type === "CallExpression" &&
    callee?.type === "MemberExpression" &&
    nameOf(callee["object"]) === "Object" &&
    nameOf(callee["property"]) === "assign"
  );
}

/** `o.a[i]` as the name that it begins with and the steps from there. */
export function readChain(node: unknown): { root: SyntaxNode; path: string[] } | undefined {
  const inner = unwrap(node);
  if (inner?.type === "AssignmentExpression") return readChain(inner["left"]);
  if (inner?.type === "Identifier") return { root: inner, path: [] };
  if (inner?.type !== "MemberExpression") return undefined;
  const before = readChain(inner["object"]);
  if (before === undefined) return undefined;
  const { property } = inner;
  const literal = isSyntaxNode(property) && property.type === "Literal" ? property["value"] : undefined;
  const step =
    inner["computed"] === true
      ? typeof literal === "string"
        ? `.${literal}`
        : "[]"
      : `.${nameOf(property) ?? ""}`;
  return { root: before.root, path: [...before.path, step] };
}
