import jsonata from "jsonata";
import { isJsonObject, type Json, type JsonObject } from "../json.ts";

/** What an expression can see: `$states`, and the variables that earlier states assigned. */
export interface Scope {
  states: { input: Json; context: JsonObject; result?: Json };
  variables: JsonObject;
}

/** Evaluates every `{% … %}` in a part of a definition with the JSONata version that AWS has. */
export async function evaluateStates(value: Json | undefined, scope: Scope): Promise<Json> {
  if (value === undefined) throw new TypeError("there is nothing to evaluate");
  if (Array.isArray(value)) return Promise.all(value.map((part) => evaluateStates(part, scope)));
  if (isJsonObject(value)) {
    const entries = Object.entries(value).map(
      async ([key, part]) => [key, await evaluateStates(part, scope)] as const,
    );
    return Object.fromEntries(await Promise.all(entries));
  }
  const source = typeof value === "string" ? /^\{%(.*)%\}$/s.exec(value)?.[1] : undefined;
  if (source === undefined) return value;
  const bindings = { states: scope.states, ...scope.variables };
  const result: unknown = await jsonata(source).evaluate(undefined, bindings);
  // As AWS does: an expression that yields nothing fails its state.
  if (result === undefined) throw new Error(`the expression returned nothing: ${source}`);
  return JSON.parse(JSON.stringify(result));
}

/** Every expression in a definition, without its braces. */
export function findExpressions(value: Json): string[] {
  if (Array.isArray(value)) return value.flatMap(findExpressions);
  if (isJsonObject(value)) return Object.values(value).flatMap(findExpressions);
  const source = typeof value === "string" ? /^\{%(.*)%\}$/s.exec(value)?.[1] : undefined;
  return source === undefined ? [] : [source];
}
