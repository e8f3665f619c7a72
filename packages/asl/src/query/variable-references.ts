import type { Json } from "../json/json.ts";
import { isObject, type JsonObject } from "../json/object.ts";
import { compileExpression } from "../jsonata/compile-expression.ts";
import { expressionIn } from "./jsonata-expression.ts";

/**
 * Which variables the states of a valid definition read: sorted names by state, inner states included; states that read
 * none are left out. Source: API reference, DescribeStateMachine, variableReferences.
 */
export function findVariableReferences(definition: string): { [state: string]: string[] } {
  const found: { [state: string]: string[] } = {};
  const machine: Json = JSON.parse(definition);
  if (isObject(machine)) visitFlow(machine, isJsonata(machine, false), found);
  return found;
}

const isJsonata = ({ QueryLanguage }: JsonObject, otherwise: boolean) =>
  QueryLanguage === undefined ? otherwise : QueryLanguage === "JSONata";

function visitFlow({ States }: JsonObject, jsonata: boolean, found: { [state: string]: string[] }): void {
  if (!isObject(States ?? null)) return;
  for (const [name, state] of Object.entries(States ?? {})) {
    if (!isObject(state)) continue;
    const { ItemProcessor, Iterator, Branches, Comment: _, Result: __, ...fields } = state;
    const names = new Set<string>();
    if (isJsonata(state, jsonata)) readExpressions(fields, names);
    else readPaths(fields, false, names);
    if (names.size > 0) found[name] = [...names].sort();
    for (const flow of [ItemProcessor, Iterator, ...(Array.isArray(Branches) ? Branches : [])]) {
      if (isObject(flow)) visitFlow(flow, jsonata, found);
    }
  }
}

function readExpressions(value: Json, names: Set<string>): void {
  if (typeof value === "string") {
    const source = expressionIn(value);
    const variables = source === undefined ? [] : compileExpression(source).references().variables;
    for (const variable of variables) if (variable !== "states") names.add(variable);
  } else if (typeof value === "object" && value !== null) {
    for (const item of Object.values(value)) readExpressions(item, names);
  }
}

/** Payload templates: a key there is a path only when it ends in `.$`. */
const templates = new Set([
  "Parameters",
  "ItemSelector",
  "ResultSelector",
  "Assign",
  "BatchInput",
  "Credentials",
]);

function readPaths(value: Json, inTemplate: boolean, names: Set<string>): void {
  if (typeof value !== "object" || value === null) return;
  for (const [key, item] of Object.entries(value)) {
    const isPath = key.endsWith(".$") || (!inTemplate && /^(?!ResultPath$).*(?:Path|Variable)$/.test(key));
    if (typeof item === "string" && isPath) readVariables(item, names);
    else readPaths(item, inTemplate || templates.has(key), names);
  }
}

/** In a path or an intrinsic function: `$name`, but for texts in quotes, `$.field`, `$[0]` and `$$`. */
function readVariables(path: string, names: Set<string>): void {
  const unquoted = path.replace(/'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"/g, "''");
  for (const [, name = ""] of unquoted.matchAll(
    /(?<![\p{ID_Continue}$.@])\$([\p{ID_Start}_][\p{ID_Continue}]*)/gu,
  )) {
    names.add(name);
  }
}
