import type { Expression, ObjectExpression } from "oxc-parser";

/** A name that stands in a literal, as the error classes in a retry rule do. */
export class NameInOptions {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

/** Options that are written as literals. */
export function literalsOf(node: ObjectExpression): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const property of node.properties) {
    if (property.type !== "Property" || property.key.type !== "Identifier") continue;
    const literal = literalOf(property.value);
    if (literal !== undefined) values[property.key.name] = literal;
  }
  return values;
}

/** `undefined` when a part of the value is no literal. */
export function literalOf(node: Expression): unknown {
  if (node.type === "Literal") return node.value;
  if (node.type === "UnaryExpression" && node.operator === "-") {
    const value = literalOf(node.argument);
    return typeof value === "number" ? -value : undefined;
  }
  if (node.type === "Identifier") return node.name === "undefined" ? undefined : new NameInOptions(node.name);
  if (node.type === "ArrayExpression") {
    const items = node.elements.map((element) =>
      element === null || element.type === "SpreadElement" ? undefined : literalOf(element),
    );
    return items.includes(undefined) ? undefined : items;
  }
  if (node.type === "ObjectExpression") {
    const values = literalsOf(node);
    return Object.keys(values).length === node.properties.length ? values : undefined;
  }
  return undefined;
}
