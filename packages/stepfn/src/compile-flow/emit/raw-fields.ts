import { isJsonObject, type Json, type JsonObject } from "../../json.ts";
import type { RawNode } from "../graph/graph.ts";
import { fillTemplate } from "../graph/template.ts";
import { toField } from "./to-field.ts";

/** A state that is written by hand, without its ways out. States inside of it get names that no other state of the definition has. */
export function rawFields({ fields }: RawNode, unique: (name: string) => string): JsonObject {
  const filled = fillTemplate(fields, toField);
  return isJsonObject(filled) ? renameInner(filled, unique) : {};
}

function renameInner(state: JsonObject, unique: (name: string) => string): JsonObject {
  const { ItemProcessor, Branches, ...others } = state;
  return {
    ...others,
    ...(isJsonObject(ItemProcessor) ? { ItemProcessor: renameMachine(ItemProcessor, unique) } : {}),
    ...(Array.isArray(Branches)
      ? { Branches: Branches.map((one) => (isJsonObject(one) ? renameMachine(one, unique) : one)) }
      : {}),
  };
}

function renameMachine(machine: JsonObject, unique: (name: string) => string): JsonObject {
  const { StartAt, States, ...others } = machine;
  if (!isJsonObject(States)) return machine;
  const names = new Map(Object.keys(States).map((name) => [name, unique(name)]));
  const renamed = (name: Json): Json => (typeof name === "string" ? (names.get(name) ?? name) : name);
  const target = (part: Json): Json =>
    isJsonObject(part)
      ? { ...part, ...(part["Next"] === undefined ? {} : { Next: renamed(part["Next"]) }) }
      : part;
  const states = Object.entries(States).map(([name, state]): [string, Json] => {
    if (!isJsonObject(state)) return [names.get(name) ?? name, state];
    const { Default, Catch, Choices } = state;
    const inner = {
      ...renameInner(state, unique),
      ...(state["Next"] === undefined ? {} : { Next: renamed(state["Next"]) }),
      ...(Default === undefined ? {} : { Default: renamed(Default) }),
      ...(Array.isArray(Catch) ? { Catch: Catch.map(target) } : {}),
      ...(Array.isArray(Choices) ? { Choices: Choices.map(target) } : {}),
    };
    return [names.get(name) ?? name, inner];
  });
  return { ...others, StartAt: renamed(StartAt ?? null), States: Object.fromEntries(states) };
}
