import type { JsonObject } from "../../json.ts";
import type { SourceMap } from "../emit/source-map.ts";
import { type Machine, readMachine, type Way } from "../machine/read-machine.ts";

/** A state machine to be drawn: what is in it and how it hangs together, without places. */
export interface Picture {
  title: string;
  scope: PictureScope;
}

/** The states of one machine, or of one inside of a Map or Parallel. */
export interface PictureScope {
  nodes: readonly PictureNode[];
  edges: readonly PictureEdge[];
}

export interface PictureNode {
  /** Unique in the whole picture: `s1`. */
  id: string;
  kind: PictureKind;
  name: string;
  /** Why it is there and where in the source, one line each. */
  notes: readonly string[];
  inner: readonly PictureScope[];
}

/** `start` and `end` are no states. */
export type PictureKind =
  | "start"
  | "end"
  | "task"
  | "choice"
  | "wait"
  | "pass"
  | "succeed"
  | "fail"
  | "map"
  | "parallel";

export interface PictureEdge {
  from: string;
  to: string;
  kind: "next" | "catch";
  label: string;
}

/** Reads a definition that the compiler made, and its source map. */
export function readPicture(definition: JsonObject, sourceMap: SourceMap): Picture {
  let count = 0;
  const newId = () => `s${++count}`;

  const readScope = (machine: Machine, isOutermost: boolean): PictureScope => {
    const ids = new Map([...machine.states.keys()].map((name) => [name, newId()]));
    const nodes = [...machine.states.values()].map(({ name, type, inner }): PictureNode => ({
      id: ids.get(name) ?? "",
      kind: kindOf(type),
      name,
      notes: notesOf(sourceMap, name),
      inner: inner.map((each) => readScope(each, false)),
    }));
    const edges = [...machine.states.values()].flatMap(({ name, ways }) => {
      const from = ids.get(name) ?? "";
      const drawn = ways.map((way): PictureEdge | { from: string; to: undefined } => {
        const to = way.target === undefined ? undefined : ids.get(way.target);
        if (to === undefined) return { from, to };
        return {
          from,
          to,
          kind: way.kind === "catch" ? "catch" : "next",
          label: labelOf(way, name, sourceMap),
        };
      });
      return drawn;
    });
    const leads = joinEdges(edges.flatMap((edge) => (edge.to === undefined ? [] : [edge])));
    const ends = edges.flatMap((edge) => (edge.to === undefined ? [edge.from] : []));
    const succeeds = nodes.filter(({ kind }) => kind === "succeed").map(({ id }) => id);
    // One state needs no sign of where it begins and ends.
    if (!isOutermost && nodes.length === 1) return { nodes, edges: leads };
    const bare = { notes: [], inner: [] };
    const start: PictureNode = { id: newId(), kind: "start", name: "start", ...bare };
    const end: PictureNode = { id: newId(), kind: "end", name: "end", ...bare };
    const toEnd = [...new Set([...ends, ...succeeds])].map((from): PictureEdge => ({
      from,
      to: end.id,
      kind: "next",
      label: "",
    }));
    const entry: PictureEdge = {
      from: start.id,
      to: ids.get(machine.startAt) ?? "",
      kind: "next",
      label: "",
    };
    return {
      nodes: [start, ...nodes, ...(toEnd.length > 0 ? [end] : [])],
      edges: [entry, ...leads, ...toEnd],
    };
  };

  return { title: sourceMap.flow, scope: readScope(readMachine(definition), true) };
}

const kinds: Readonly<Record<string, PictureKind>> = {
  Task: "task",
  Choice: "choice",
  Wait: "wait",
  Pass: "pass",
  Succeed: "succeed",
  Fail: "fail",
  Map: "map",
  Parallel: "parallel",
};

function kindOf(type: string): PictureKind {
  return kinds[type] ?? "pass";
}

function notesOf({ source, states }: SourceMap, name: string): string[] {
  const mapped = states[name];
  return mapped === undefined ? [] : [mapped.why, `${source}:${mapped.line}`];
}

/** A rule of a Choice is labelled with its condition in the source, without the word before it. */
function labelOf(way: Way, state: string, { states }: SourceMap): string {
  switch (way.kind) {
    case "rule": {
      const rule = states[state]?.rules?.[way.index];
      return rule === undefined ? `rule ${way.index + 1}` : rule.replace(/^(if|while) /, "");
    }
    case "default":
      return "else";
    case "catch":
      return way.errors.includes("States.ALL") ? "any error" : way.errors.join(", ");
    case "next":
      return "";
    default:
      return way satisfies never;
  }
}

/** Ways of one kind between the same two states are one line with all their labels. */
function joinEdges(edges: readonly PictureEdge[]): PictureEdge[] {
  const joined = new Map<string, PictureEdge>();
  for (const edge of edges) {
    const key = `${edge.from} ${edge.to} ${edge.kind}`;
    const known = joined.get(key);
    const label = known === undefined || known.label === "" ? edge.label : `${known.label} or ${edge.label}`;
    joined.set(key, { ...edge, label });
  }
  return [...joined.values()];
}
