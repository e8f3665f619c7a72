import { sizeOf } from "../expression/code.ts";
import { throughEdge, volatileReads } from "../graph/builder.ts";
import { freeNames } from "../graph/free-names.ts";
import {
  type Edge,
  edgesOf,
  type GraphNode,
  innerEntries,
  nodesFrom,
  type TaskNode,
} from "../graph/graph.ts";
import { keyOfState, numberStates } from "./merge-equal.ts";

/** Longer inputs are not written into every way. */
const maxSize = 800;

/**
 * Calls of one task on different ways, which go on the same and differ in their input alone, are one, and the ways into it say what the input is;
 * in inner graphs too.
 */
export function mergeCalls(entry: Edge): void {
  mergeIn(entry, freeNames(entry));
}

function mergeIn(entry: Edge, allocate: (wanted: string) => string): void {
  for (const node of nodesFrom(entry)) for (const inner of innerEntries(node)) mergeIn(inner, allocate);
  // One that is gone may make those before it go on the same.
  while (mergeSome(entry, allocate));
}

function mergeSome(entry: Edge, allocate: (wanted: string) => string): boolean {
  const nodes = nodesFrom(entry);
  const ids = numberStates(nodes);
  const ways = [entry, ...nodes.flatMap(edgesOf)];
  const waysInto = (node: GraphNode): Edge[] => ways.filter((one) => one.target === node);
  const calls = nodes.filter((node) => node.kind === "task").filter((node) => canMerge(node, waysInto(node)));
  for (const [index, first] of calls.entries()) {
    const key = keyOfState({ ...first, input: [] }, ids);
    const others = calls.slice(index + 1).filter((other) => keyOfState({ ...other, input: [] }, ids) === key);
    if (others.length === 0) continue;
    const variable = allocate(`${first.name.replaceAll(/\W/g, "_")}Input`);
    for (const node of [first, ...others]) {
      for (const one of waysInto(node)) {
        one.assigns.set(variable, { code: throughEdge(one, node.input), fallible: false });
        one.target = first;
      }
    }
    first.input = [{ variable }];
    return true;
  }
  return false;
}

/** What fails before the state would not be caught where what fails in its arguments is. */
function canMerge({ input, fallible }: TaskNode, ways: readonly Edge[]): boolean {
  if (fallible || sizeOf(input) * ways.length > maxSize) return false;
  return ways.every((one) => one.role !== "entry" && volatileReads(one, input) === 0);
}
