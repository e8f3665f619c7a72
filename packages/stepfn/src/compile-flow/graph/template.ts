import type { Json } from "../../json.ts";
import { type Code, code, joinCode, quote } from "../expression/code.ts";

/** A place in JSON where the value of an expression goes. */
export class Slot {
  readonly code: Code;

  constructor(source: Code) {
    this.code = source;
  }
}

/** JSON of a state, with expressions of the flow in it. Texts `{% … %}` are JSONata as they are. */
export type Template = null | boolean | number | string | Slot | readonly Template[] | TemplateObject;

export interface TemplateObject {
  readonly [key: string]: Template;
}

export function mapTemplate(template: TemplateObject, change: (source: Code) => Code): TemplateObject {
  const map = (part: Template): Template => {
    if (part instanceof Slot) return new Slot(change(part.code));
    if (isList(part)) return part.map(map);
    return typeof part === "object" && part !== null ? mapTemplate(part, change) : part;
  };
  return Object.fromEntries(Object.entries(template).map(([key, part]) => [key, map(part)]));
}

export function codesOf(template: Template): Code[] {
  if (template instanceof Slot) return [template.code];
  if (typeof template !== "object" || template === null) return [];
  return Object.values(template).flatMap((part: Template) => codesOf(part));
}

/** The JSON, each expression by `toField`. */
export function fillTemplate(template: Template, toField: (source: Code) => Json): Json {
  if (template instanceof Slot) return toField(template.code);
  if (isList(template)) return template.map((part) => fillTemplate(part, toField));
  if (typeof template !== "object" || template === null) return template;
  return Object.fromEntries(
    Object.entries(template).map(([key, part]) => [key, fillTemplate(part, toField)]),
  );
}

/** The template as one expression. */
export function toCode(template: Template): Code {
  if (template instanceof Slot) return template.code;
  if (isList(template)) return code`[${joinCode(template.map(toElement), ", ")}]`;
  if (typeof template === "object" && template !== null) {
    const entries = Object.entries(template).map(([key, part]) => code`${quote(key)}: ${toCode(part)}`);
    return code`{${joinCode(entries, ", ")}}`;
  }
  const expression = typeof template === "string" ? /^\{%([\s\S]*)%\}$/.exec(template)?.[1] : undefined;
  return [expression === undefined ? JSON.stringify(template) : `(${expression.trim()})`];
}

/** An array constructor splices what is no constructor itself. */
function toElement(part: Template): Code {
  const inner = toCode(part);
  return isList(part) ? code`[${inner}]` : inner;
}

function isList(template: Template): template is readonly Template[] {
  return Array.isArray(template);
}
