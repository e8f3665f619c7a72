import type { Expression } from "oxc-parser";
import type { Scope } from "../../expression/scope.ts";
import { present } from "../../expression/value.ts";
import { Slot, type Template, type TemplateObject } from "../../graph/template.ts";
import { literalOf } from "../../module/literal.ts";
import type { FlowContext } from "../context.ts";

/** An object that is written in place as JSON with the flow's expressions in it; undefined, with the reason reported, for anything else. */
export function readTemplate(
  node: Expression | { type: "SpreadElement"; start: number; end: number } | undefined,
  what: string,
  scope: Scope,
  context: FlowContext,
): TemplateObject | undefined {
  if (node?.type === "ObjectExpression") {
    const read = readPart(node, scope, context);
    if (isObject(read)) return read;
  }
  context.diagnostics.report(
    "ACME1003",
    node ?? context.flow.span,
    `${what} is an object that is written in place`,
    {
      help: "write its fields as name: value",
    },
  );
  return undefined;
}

function readPart(node: Expression, scope: Scope, context: FlowContext): Template {
  if (node.type === "ObjectExpression" && node.properties.every((property) => property.type === "Property")) {
    const fields: Record<string, Template> = {};
    for (const { key, value, computed, kind } of node.properties) {
      const name = computed
        ? undefined
        : key.type === "Identifier"
          ? key.name
          : key.type === "Literal" && typeof key.value === "string"
            ? key.value
            : undefined;
      if (name === undefined || kind !== "init") return expression(node, scope, context);
      fields[name] = readPart(value, scope, context);
    }
    return fields;
  }
  if (node.type === "ArrayExpression") {
    const items = node.elements.map((element) =>
      element === null || element.type === "SpreadElement" ? undefined : readPart(element, scope, context),
    );
    return items.includes(undefined) ? expression(node, scope, context) : (items as readonly Template[]);
  }
  const literal = node.type === "Literal" ? literalOf(node) : undefined;
  if (typeof literal === "string" || typeof literal === "number" || typeof literal === "boolean")
    return literal;
  return expression(node, scope, context);
}

function expression(node: Expression, scope: Scope, context: FlowContext): Slot {
  return new Slot(present(context.expression(node, scope), context.names.freshLocal).code);
}

function isObject(template: Template): template is TemplateObject {
  return (
    typeof template === "object" &&
    template !== null &&
    !Array.isArray(template) &&
    !(template instanceof Slot)
  );
}
