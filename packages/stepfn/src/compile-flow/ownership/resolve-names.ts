import { isFunction, isSyntaxNode, nameOf, type SyntaxNode } from "../source/syntax-node.ts";

/** A name that something inside of a function declares. */
export interface Declaration {
  name: string;
  /** The name where it is declared. */
  node: SyntaxNode;
  /** What declares it: a declarator, a function for its parameters, a catch clause. */
  by: SyntaxNode;
  /** The loop whose every round has one of its own; undefined outside of loops. */
  loops: readonly SyntaxNode[];
  /** The function that it belongs to. */
  home: SyntaxNode;
}

/** For each use of a name its declaration; names from outside have none. */
export type ResolvedNames = ReadonlyMap<SyntaxNode, Declaration>;

type Names = Map<string, Declaration>;

interface Place {
  scopes: readonly Names[];
  loops: readonly SyntaxNode[];
  home: SyntaxNode;
}

/** Follows JavaScript's scopes inside of a function or a module. */
export function resolveNames(root: SyntaxNode): ResolvedNames {
  const resolved = new Map<SyntaxNode, Declaration>();
  visitNode(root, { scopes: [new Map()], loops: [], home: root }, resolved);
  return resolved;
}

function visitNode(node: SyntaxNode, place: Place, resolved: Map<SyntaxNode, Declaration>): void {
  const all = (nodes: unknown, at: Place): void => {
    for (const one of Array.isArray(nodes) ? nodes : [nodes])
      if (isSyntaxNode(one)) visitNode(one, at, resolved);
  };
  if (isFunction(node)) {
    const names: Names = new Map();
    const inner: Place = { scopes: [...place.scopes, names], loops: [], home: node };
    for (const parameter of asNodes(node["params"])) declare(parameter, node, names, inner);
    all(node["params"], inner);
    all(node["body"], inner);
    return;
  }
  switch (node.type) {
    case "Identifier": {
      const name = nameOf(node) ?? "";
      const found = place.scopes.findLast((names) => names.has(name))?.get(name);
      if (found !== undefined) resolved.set(node, found);
      return;
    }
    case "MemberExpression":
      all(node["object"], place);
      if (node["computed"] === true) all(node["property"], place);
      return;
    case "Property":
      if (node["computed"] === true) all(node["key"], place);
      all(node["value"], place);
      return;
    case "Program":
    case "BlockStatement":
    case "StaticBlock": {
      const inner = withScope(place);
      declareAll(asNodes(node["body"]), inner);
      all(node["body"], inner);
      return;
    }
    case "SwitchStatement": {
      all(node["discriminant"], place);
      const inner = withScope(place);
      const cases = asNodes(node["cases"]);
      declareAll(
        cases.flatMap((one) => asNodes(one["consequent"])),
        inner,
      );
      for (const one of cases) {
        all(one["test"], inner);
        all(one["consequent"], inner);
      }
      return;
    }
    case "ForStatement": {
      // What the head declares is carried from round to round, so it is no name of one round.
      const head = withScope(place);
      declareAll(asNodes(node["init"]), head);
      all(node["init"], head);
      const inner = { ...head, loops: [...place.loops, node] };
      for (const key of ["test", "update", "body"]) all(node[key], inner);
      return;
    }
    case "ForOfStatement":
    case "ForInStatement": {
      all(node["right"], place);
      const inner = { ...withScope(place), loops: [...place.loops, node] };
      declareAll(asNodes(node["left"]), inner);
      all(node["left"], inner);
      all(node["body"], inner);
      return;
    }
    case "WhileStatement":
    case "DoWhileStatement": {
      const inner = { ...place, loops: [...place.loops, node] };
      all(node["test"], inner);
      all(node["body"], inner);
      return;
    }
    case "CatchClause": {
      const inner = withScope(place);
      const names = inner.scopes.at(-1);
      if (names !== undefined && isSyntaxNode(node["param"])) declare(node["param"], node, names, inner);
      all(node["param"], inner);
      all(node["body"], inner);
      return;
    }
    default:
      for (const [key, one] of Object.entries(node))
        if (!["typeAnnotation", "typeArguments", "typeParameters", "returnType", "label"].includes(key))
          all(one, place);
  }
}

function withScope(place: Place): Place {
  return { ...place, scopes: [...place.scopes, new Map()] };
}

/** Names of a block are known in all of it. */
function declareAll(statements: readonly SyntaxNode[], place: Place): void {
  const names = place.scopes.at(-1);
  if (names === undefined) return;
  for (const statement of statements) {
    const node =
      /^Export(?:Named|Default)Declaration$/.test(statement.type) && isSyntaxNode(statement["declaration"])
        ? statement["declaration"]
        : statement;
    if (node.type === "VariableDeclaration")
      for (const declarator of asNodes(node["declarations"]))
        if (isSyntaxNode(declarator["id"])) declare(declarator["id"], declarator, names, place);
    if (node.type === "FunctionDeclaration" && isSyntaxNode(node["id"]))
      declare(node["id"], node, names, place);
  }
}

function declare(pattern: SyntaxNode, by: SyntaxNode, names: Names, { loops, home }: Place): void {
  for (const node of namesIn(pattern)) {
    const name = nameOf(node);
    if (name !== undefined) names.set(name, { name, node, by, loops, home });
  }
}

/** The names that a pattern binds. */
export function namesIn(pattern: SyntaxNode): SyntaxNode[] {
  switch (pattern.type) {
    case "Identifier":
      return [pattern];
    case "AssignmentPattern":
      return asNodes(pattern["left"]).flatMap(namesIn);
    case "RestElement":
      return asNodes(pattern["argument"]).flatMap(namesIn);
    case "ArrayPattern":
      return asNodes(pattern["elements"]).flatMap(namesIn);
    case "ObjectPattern":
      return asNodes(pattern["properties"]).flatMap((property) =>
        property.type === "RestElement" ? namesIn(property) : asNodes(property["value"]).flatMap(namesIn),
      );
    default:
      return [];
  }
}

export function asNodes(one: unknown): SyntaxNode[] {
  return (Array.isArray(one) ? one : [one]).filter(isSyntaxNode);
}
