import type { Span } from "../source/diagnostic.ts";
import {
  isFunction,
  isSyntaxNode,
  nameOf,
  type SyntaxNode,
  unwrap,
  walkSyntax,
} from "../source/syntax-node.ts";
import { type Change, findChanges, hasChanges } from "./find-changes.ts";
import { isPrefix, type OwnershipContext, type Source } from "./ownership-context.ts";
import { findEscapes } from "./find-escapes.ts";
import { findShared } from "./find-shared.ts";
import { resultsOf } from "./results.ts";
import { asNodes, type Declaration, namesIn, resolveNames } from "./resolve-names.ts";

/** An expression that gives a second name to what is changed, unless its type says that it holds no object. */
export interface Alias {
  name: string;
  change: Span;
  /** Whether the name is given what has another, or gives it away. */
  way: "gets" | "gives";
  /** 1 when the expression makes a new array or object, and only what is in it may be shared. */
  level: number;
}

/** What is wrong whatever the types are. */
export interface Conflict {
  span: Span;
  message: string;
  note: { message: string; span: Span };
  help: string;
}

/**
 * In a state machine a value has no identity: to change a part of it is to give its variable another value, and another name for the same
 * object would not change with it. So a name whose parts are changed has to be the only one.
 */
export interface Ownership {
  /** Names whose parts change, as nodes of their declarations: they are variables, whatever declares them. */
  changed: ReadonlySet<object>;
  aliases: ReadonlyMap<object, Alias>;
  conflicts: readonly Conflict[];
}

export interface OwnershipOptions {
  /** Whether the parameters are copies that nobody else has, as those of a flow. */
  ownsParameters: boolean;
  /** Whether what is called by this name gets and gives copies, as tasks do. */
  isCopying(name: string): boolean;
}

export function findOwnership(root: SyntaxNode, options: OwnershipOptions): Ownership {
  if (!hasChanges(root)) return { changed: new Set(), aliases: new Map(), conflicts: [] };
  const names = resolveNames(root);
  const changes = findChanges(root, names);
  const aliases = new Map<object, Alias>();
  const conflicts: Conflict[] = [];
  const byDeclaration = new Map<Declaration, Change[]>();
  for (const change of changes)
    byDeclaration.set(change.declaration, [...(byDeclaration.get(change.declaration) ?? []), change]);
  if (changes.length === 0) return { changed: new Set(), aliases, conflicts };
  const parents = findParents(root);
  const isCopying = (callee: SyntaxNode): boolean =>
    names.get(callee) === undefined && options.isCopying(nameOf(callee) ?? "");
  for (const [declaration, own] of byDeclaration) {
    const context: OwnershipContext = { declaration, changes: own, names, parents, isCopying };
    for (const { leaf, level, change } of findShared(sourcesOf(context, root, options, conflicts), context))
      aliases.set(leaf, { name: declaration.name, change: change.node, way: "gets", level });
    const { escapes, iterations } = findEscapes(root, context);
    for (const { leaf, level, change } of escapes)
      if (!aliases.has(leaf))
        aliases.set(leaf, { name: declaration.name, change: change.node, way: "gives", level });
    for (const { span, change } of iterations) {
      conflicts.push({
        span,
        message: `"${declaration.name}" changes while this loop goes over it`,
        note: { message: "it is changed here", span: change.node },
        help: "go over a copy: for (const item of [...items])",
      });
    }
  }
  return { changed: new Set([...byDeclaration.keys()].map(({ node }) => node)), aliases, conflicts };
}

function findParents(root: SyntaxNode): Map<SyntaxNode, SyntaxNode> {
  const parents = new Map<SyntaxNode, SyntaxNode>();
  walkSyntax(root, (node, above) => {
    const parent = above.at(-1);
    if (parent !== undefined) parents.set(node, parent);
  });
  return parents;
}

function sourcesOf(
  context: OwnershipContext,
  root: SyntaxNode,
  options: OwnershipOptions,
  conflicts: Conflict[],
): Source[] {
  const { declaration, changes, names } = context;
  const [deepest] = changes.toSorted((one, other) => other.path.length - one.path.length);
  if (deepest === undefined) return [];
  const depth = deepest.path.length + 1;
  const sources = initialSources(context, root, options, deepest, conflicts);
  walkSyntax(root, (node) => {
    if (node.type !== "AssignmentExpression" || !isSyntaxNode(node["left"]) || !isSyntaxNode(node["right"]))
      return;
    if (names.get(node["left"]) === declaration)
      sources.push({ node: node["right"], depth, change: deepest });
    // `({ order } = …)` gives it a part.
    else if (namesIn(node["left"]).some((one) => names.get(one) === declaration))
      sources.push({ node: node["right"], depth: depth + 1, change: deepest });
  });
  for (const { put, path } of changes) {
    for (const other of changes) {
      const rest = other.path.length - path.length;
      if (rest > 0 && isPrefix(path, other.path))
        sources.push(...put.map((node) => ({ node, depth: rest, change: other })));
    }
  }
  return sources;
}

function initialSources(
  { declaration, parents, isCopying }: OwnershipContext,
  root: SyntaxNode,
  options: OwnershipOptions,
  change: Change,
  conflicts: Conflict[],
): Source[] {
  const { by, node } = declaration;
  const depth = change.path.length + 1;
  const refuse = (message: string, help: string): Source[] => {
    conflicts.push({
      span: change.node,
      message: `"${declaration.name}" is changed here, and ${message}`,
      note: { message: "its value comes in here", span: node },
      help,
    });
    return [];
  };
  const copy = `change a copy: const copy = structuredClone(${declaration.name})`;
  if (by.type === "VariableDeclarator") {
    const pattern = isSyntaxNode(by["id"]) ? by["id"] : node;
    const defaults = defaultsIn(pattern, node).map((one): Source => ({ node: one, depth, change }));
    const statement = parents.get(by);
    const loop = statement === undefined ? undefined : parents.get(statement);
    const isItem = loop?.type === "ForOfStatement" && loop["left"] === statement;
    const init = isItem ? loop["right"] : by["init"];
    if (!isSyntaxNode(init)) return defaults;
    if (hasTwoNamesForOne(pattern)) return refuse("its pattern takes the same part twice", copy);
    const isPart = isItem || pattern.type !== "Identifier";
    return [...defaults, { node: init, depth: depth + (isPart ? 1 : 0), change }];
  }
  if (!isFunction(by)) return refuse("it is not its own", copy);
  const parameters = asNodes(by["params"]);
  const index = parameters.findIndex((one) => namesIn(one).includes(node));
  const parameter = parameters[index] ?? node;
  if (hasTwoNamesForOne(parameter)) return refuse("its pattern takes the same part twice", copy);
  const defaults = defaultsIn(parameter, node).map((one): Source => ({ node: one, depth, change }));
  if (by === root && options.ownsParameters) return defaults;
  const call = parents.get(by);
  const callee = call?.type === "CallExpression" ? unwrap(call["callee"]) : undefined;
  if (callee !== undefined && isCopying(callee)) return defaults;
  const isReduce =
    callee?.type === "MemberExpression" && /^reduce(?:Right)?$/.test(nameOf(callee["property"]) ?? "");
  const start = asNodes(call?.["arguments"])[1];
  if (isReduce && index === 0 && start !== undefined)
    return [...defaults, ...[start, ...resultsOf(by)].map((one): Source => ({ node: one, depth, change }))];
  return refuse("it belongs to the caller, too", copy);
}

function defaultsIn(pattern: SyntaxNode, name: SyntaxNode): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  walkSyntax(pattern, (node) => {
    if (node.type === "AssignmentPattern" && isSyntaxNode(node["left"]) && isSyntaxNode(node["right"]))
      if (namesIn(node["left"]).includes(name)) found.push(node["right"]);
  });
  return found;
}

/** `{ order, order: { lines } }`. */
function hasTwoNamesForOne(pattern: SyntaxNode): boolean {
  let found = false;
  walkSyntax(pattern, (node) => {
    if (node.type !== "ObjectPattern") return;
    const keys = asNodes(node["properties"]).map(({ key }) =>
      isSyntaxNode(key) ? (nameOf(key) ?? String(key["value"])) : "",
    );
    if (new Set(keys).size < keys.length) found = true;
  });
  return found;
}
