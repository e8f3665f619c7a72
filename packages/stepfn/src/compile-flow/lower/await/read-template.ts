import type { Expression, ObjectExpression } from "oxc-parser";
import { hasAwait } from "../../expression/has-await.ts";
import type { Scope } from "../../expression/scope.ts";
import { present } from "../../expression/value.ts";
import { Slot, type Template, type TemplateObject } from "../../graph/template.ts";
import { literalOf } from "../../module/literal.ts";
import { partsOf } from "../../types/type.ts";
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
      help: 'write its fields as name: value, each with a value that is there: note ?? "none"',
    },
  );
  return undefined;
}

function readPart(node: Expression, scope: Scope, context: FlowContext): Template {
  if (node.type === "ObjectExpression")
    return readFields(node, scope, context) ?? expression(node, scope, context);
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

/** Undefined for an object that has to be one expression: keys are computed, spread, or left out where their value is undefined. */
function readFields(node: ObjectExpression, scope: Scope, context: FlowContext): TemplateObject | undefined {
  const fields: Record<string, Template> = {};
  for (const property of node.properties) {
    if (property.type !== "Property" || property.computed || property.kind !== "init") return undefined;
    const { key, value } = property;
    const name =
      key.type === "Identifier" ? key.name : key.type === "Literal" ? String(key.value) : undefined;
    if (name === undefined || mayBeLeftOut(value, scope, context)) return undefined;
    fields[name] = readPart(value, scope, context);
  }
  return fields;
}

function mayBeLeftOut(node: Expression, scope: Scope, context: FlowContext): boolean {
  if (
    ["ObjectExpression", "ArrayExpression", "Literal", "TemplateLiteral"].includes(node.type) ||
    hasAwait(node)
  )
    return false;
  const { type, missing } = context.expression(node, scope);
  return missing || partsOf(type).some(({ kind }) => kind === "undefined");
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
