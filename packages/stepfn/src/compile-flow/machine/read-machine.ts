import { isJsonObject, type Json, type JsonObject } from "../../json.ts";

/** A state machine as its definition says it, or one inside of a Map or Parallel; with what readers of it ask for. */
export interface Machine {
  startAt: string;
  /** In the order of the definition. */
  states: ReadonlyMap<string, MachineState>;
}

export interface MachineState {
  name: string;
  type: string;
  ways: readonly Way[];
  /** What a Map runs for each item, or the branches of a Parallel. */
  inner: readonly Machine[];
}

/** A way out of a state; without a target it ends the machine. */
export type Way =
  | { kind: "next" | "default"; target: string | undefined }
  /** `index`: which rule of the Choice. */
  | { kind: "rule"; index: number; target: string | undefined }
  | { kind: "catch"; errors: readonly string[]; target: string | undefined };

/** Reads a definition that this compiler made. */
export function readMachine(definition: JsonObject): Machine {
  const states = Object.entries(objectOf(definition["States"])).map(
    ([name, state]): [string, MachineState] => [name, readState(name, objectOf(state))],
  );
  return { startAt: textOf(definition["StartAt"]) ?? "", states: new Map(states) };
}

/** All states, those of inner machines behind the one that holds them. */
export function allStates(machine: Machine): MachineState[] {
  return [...machine.states.values()].flatMap((state) => [state, ...state.inner.flatMap(allStates)]);
}

function readState(name: string, state: JsonObject): MachineState {
  const type = textOf(state["Type"]) ?? "";
  const inner = [
    ...(state["ItemProcessor"] === undefined ? [] : [objectOf(state["ItemProcessor"])]),
    ...listOf(state["Branches"]).map(objectOf),
  ];
  return { name, type, ways: waysOf(type, state), inner: inner.map(readMachine) };
}

function waysOf(type: string, state: JsonObject): Way[] {
  if (type === "Succeed" || type === "Fail") return [];
  const caught = listOf(state["Catch"])
    .map(objectOf)
    .map((catcher): Way => {
      const errors = listOf(catcher["ErrorEquals"]).flatMap((name) => textOf(name) ?? []);
      return { kind: "catch", errors, target: textOf(catcher["Next"]) };
    });
  if (type !== "Choice") return [{ kind: "next", target: textOf(state["Next"]) }, ...caught];
  const rules = listOf(state["Choices"])
    .map(objectOf)
    .map((rule, index): Way => ({ kind: "rule", index, target: textOf(rule["Next"]) }));
  const otherwise = textOf(state["Default"]);
  return otherwise === undefined ? rules : [...rules, { kind: "default", target: otherwise }];
}

function objectOf(value: Json | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}

function listOf(value: Json | undefined): Json[] {
  return Array.isArray(value) ? value : [];
}

function textOf(value: Json | undefined): string | undefined {
  return typeof value === "string" ? value : undefined;
}
