/** A node of the syntax tree whose kind is not known: what walks over all kinds sees this. */
export interface SyntaxNode {
  type: string;
  start: number;
  end: number;
  [key: string]: unknown;
}

export function isSyntaxNode(one: unknown): one is SyntaxNode {
  return typeof one === "object" && one !== null && "type" in one && typeof one.type === "string";
}

const typeKeys = new Set(["typeAnnotation", "typeArguments", "typeParameters", "returnType", "parent"]);

/** The nodes right inside of a node, in the order of the source; types are left out, except that what is cast is not. */
export function childrenOf(node: SyntaxNode): SyntaxNode[] {
  // Whole modules are walked several times for each flow, so no lists are made on the way.
  const children: SyntaxNode[] = [];
  for (const key in node) {
    const one = node[key];
    if (typeof one !== "object" || one === null || typeKeys.has(key)) continue;
    if (!Array.isArray(one)) {
      if (isSyntaxNode(one)) children.push(one);
      continue;
    }
    for (const each of one) if (isSyntaxNode(each)) children.push(each);
  }
  return children;
}

/**
 * Calls `visit` for a node and all nodes inside, each with those that it stands in, the outermost first: an array that changes with the walk, so who
 * keeps it copies it.
 */
export function walkSyntax(
  node: SyntaxNode,
  visit: (node: SyntaxNode, above: readonly SyntaxNode[]) => void,
): void {
  const above: SyntaxNode[] = [];
  const walk = (one: SyntaxNode): void => {
    visit(one, above);
    above.push(one);
    for (const child of childrenOf(one)) walk(child);
    above.pop();
  };
  walk(node);
}

/** The node inside of parentheses, casts and `!`. */
export function unwrap(node: unknown): SyntaxNode | undefined {
  let inner = node;
  while (isSyntaxNode(inner) && wrappers.has(inner.type)) inner = inner["expression"];
  return isSyntaxNode(inner) ? inner : undefined;
}

const wrappers = new Set([
  "ParenthesizedExpression",
  "TSAsExpression",
  "TSNonNullExpression",
  "TSSatisfiesExpression",
  "ChainExpression",
]);

export function isWrapper(node: SyntaxNode): boolean {
  return wrappers.has(node.type);
}

export function isFunction(node: SyntaxNode): boolean {
  return functions.has(node.type);
}

const functions = new Set(["ArrowFunctionExpression", "FunctionExpression", "FunctionDeclaration"]);

export function nameOf(node: unknown): string | undefined {
  return isSyntaxNode(node) && node.type === "Identifier" && typeof node["name"] === "string"
    ? node["name"]
    : undefined;
}
