import type { Span } from "../source/diagnostic.ts";

interface Visited {
  type: string;
  start: number;
  end: number;
  [key: string]: unknown;
}

/**
 * Arrays that grow by `push`, found by name in a whole flow, and the uses that would give one a second name. In a state machine a value has no
 * identity: an array that another name also knows would not grow under that name.
 */
export function findOwnedArrays(flow: object): {
  names: ReadonlySet<string>;
  aliases: { name: string; span: Span }[];
} {
  const names = new Set<string>();
  walk(flow, [], (node) => {
    const pushed = pushedName(node);
    if (pushed !== undefined) names.add(pushed);
  });
  const aliases: { name: string; span: Span }[] = [];
  walk(flow, [], (node, above) => {
    if (node.type !== "Identifier" || typeof node["name"] !== "string" || !names.has(node["name"])) return;
    if (!isHarmless(node, above))
      aliases.push({ name: node["name"], span: { start: node.start, end: node.end } });
  });
  return { names, aliases };
}

/** The array's name when the node is `xs.push(…)`. */
export function pushedName(node: object): string | undefined {
  if (!isNode(node) || node.type !== "CallExpression") return undefined;
  const callee = node["callee"];
  if (!isNode(callee) || callee.type !== "MemberExpression" || callee["computed"] === true) return undefined;
  const { object, property } = callee;
  if (!isNode(object) || object.type !== "Identifier" || !isNode(property) || property["name"] !== "push")
    return undefined;
  return typeof object["name"] === "string" ? object["name"] : undefined;
}

function isHarmless(node: Visited, above: readonly Visited[]): boolean {
  let inner = node;
  for (const parent of above.toReversed()) {
    switch (parent.type) {
      case "MemberExpression":
        // `x.list` is the name of a property only.
        return true;
      case "Property":
        if (parent["key"] === inner && parent["value"] !== inner) return true;
        break;
      case "ObjectExpression":
      case "ArrayExpression":
      case "ParenthesizedExpression":
      case "TSAsExpression":
        break;
      case "VariableDeclarator":
        return parent["id"] === inner;
      case "SpreadElement":
      case "TemplateLiteral":
      case "BinaryExpression":
      case "UnaryExpression":
      case "ReturnStatement":
        return true;
      case "ForOfStatement":
        return parent["right"] === inner;
      // What a task or map() gets is a copy; a helper is pure. Only push keeps what it gets.
      case "CallExpression":
        return pushedName(parent) === undefined;
      default:
        return false;
    }
    inner = parent;
  }
  return false;
}

function walk(
  node: unknown,
  above: readonly Visited[],
  visit: (node: Visited, above: readonly Visited[]) => void,
): void {
  if (Array.isArray(node)) {
    for (const one of node) walk(one, above, visit);
    return;
  }
  if (typeof node !== "object" || node === null) return;
  const next = isNode(node) ? [...above, node] : above;
  if (isNode(node)) visit(node, above);
  for (const [key, one] of Object.entries(node)) if (key !== "typeAnnotation") walk(one, next, visit);
}

function isNode(node: unknown): node is Visited {
  return typeof node === "object" && node !== null && "type" in node && typeof node.type === "string";
}
