import { type Code, code, isVolatile, sizeOf } from "../expression/code.ts";
import {
  type Assigned,
  type ChoiceNode,
  createNode,
  edge,
  type Edge,
  edgesOf,
  innerEntries,
  nodesFrom,
} from "../graph/graph.ts";
import { liveVariables } from "./dead-variables.ts";
import { foldPasses } from "./fold-passes.ts";

/** Longer expressions are not made of the arms of a Choice. */
const maxSize = 2000;

/** A Choice whose ways differ in what they assign, and in nothing else, is a conditional expression on the ways into it; in inner graphs too. */
export function choicesToValues(entry: Edge): void {
  for (const node of nodesFrom(entry)) for (const inner of innerEntries(node)) choicesToValues(inner);
  // One that is gone may make the ways of another equal.
  while (nodesFrom(entry).some((node) => node.kind === "choice" && toPass(node, entry))) foldPasses(entry);
}

function toPass(node: ChoiceNode, entry: Edge): boolean {
  const target = targetOf(node);
  const live = target === undefined ? undefined : liveVariables(entry).get(target);
  const assigns = target === undefined ? undefined : assignsOf(node, live ?? new Set());
  if (assigns === undefined) return false;
  const success = edge("success");
  success.target = target;
  success.assigns = assigns;
  const { name, span } = node;
  const pass = createNode({ kind: "pass", name, span, why: "computes what is chosen", success });
  for (const one of [entry, ...nodesFrom(entry).flatMap(edgesOf)]) if (one.target === node) one.target = pass;
  return true;
}

/** Where all ways lead. */
function targetOf(node: ChoiceNode): Edge["target"] {
  const { target } = node.otherwise;
  return target !== node && node.arms.every((arm) => arm.edge.target === target) ? target : undefined;
}

function assignsOf(node: ChoiceNode, live: ReadonlySet<string>): Map<string, Assigned> | undefined {
  const ways = edgesOf(node);
  const variables = new Set(ways.flatMap(({ assigns }) => [...assigns.keys()]));
  const fallible =
    node.arms.some((arm) => arm.fallible) ||
    ways.some(({ assigns }) => [...assigns.values()].some((assigned) => assigned.fallible));
  const result = new Map<string, Assigned>();
  let size = 0;
  for (const variable of variables) {
    // Where a way does not assign it, it has a value already; or it is of that way alone, and kept because it may fail.
    const kept: Code = live.has(variable) ? [{ variable }] : ["null"];
    const on = ({ assigns }: Edge): Code => assigns.get(variable)?.code ?? kept;
    const chosen = node.arms.reduceRight<Code>(
      (rest, arm) => code`(${arm.condition} ? ${on(arm.edge)} : ${rest})`,
      on(node.otherwise),
    );
    size += sizeOf(chosen);
    result.set(variable, { code: chosen, fallible });
  }
  // Each variable would ask again.
  if (variables.size > 1 && node.arms.some(({ condition }) => isVolatile(condition))) return undefined;
  // A condition that may fail has to be asked for.
  return size > maxSize || (variables.size === 0 && fallible) ? undefined : result;
}
