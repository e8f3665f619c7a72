import { type Code, code, renderCode, sizeOf } from "../expression/code.ts";
import { throughEdge } from "../graph/builder.ts";
import { type ChoiceNode, edge, type Edge, innerEntries, nodesFrom } from "../graph/graph.ts";
import { factsOf } from "./facts.ts";
import { knownTruth } from "./known-truth.ts";

/** More arms are not made of two Choices. */
const maxArms = 24;
/** Longer conditions and assignments are not written several times. */
const maxCopiedSize = 1200;

type Arm = ChoiceNode["arms"][number];

/**
 * A Choice that a Choice leads to is asked by the first: a state less on the way, and one less in all where nothing else leads to it. In inner graphs
 * too.
 */
export function foldChoices(entry: Edge): void {
  for (const node of nodesFrom(entry)) {
    for (const inner of innerEntries(node)) foldChoices(inner);
    if (node.kind === "choice") foldInto(node);
  }
}

function foldInto(first: ChoiceNode): void {
  // A Choice that came in on a way is not taken in again behind it: Choices may lead to each other in a circle.
  const inside = new Map<Edge, ReadonlySet<ChoiceNode>>();
  for (let changed = true; changed;) {
    changed = false;
    for (const [index, arm] of [...first.arms, undefined].entries()) {
      const way = arm?.edge ?? first.otherwise;
      const second = way.target;
      const above = inside.get(way) ?? new Set([first]);
      if (second?.kind !== "choice" || above.has(second)) continue;
      const taken = takeIn(arm, way, second, first.arms.length);
      if (taken === undefined) continue;
      for (const { edge: one } of taken.arms) one.from = first;
      taken.otherwise.from = first;
      const below = new Set([...above, second]);
      for (const one of [...taken.arms.map((copied) => copied.edge), taken.otherwise]) inside.set(one, below);
      if (arm === undefined) {
        first.arms.push(...taken.arms);
        first.otherwise = taken.otherwise;
      } else {
        first.arms.splice(index, 1, ...taken.arms, { ...arm, edge: taken.otherwise });
      }
      changed = true;
      break;
    }
  }
}

/** The ways of the second Choice as they are behind a way into it; undefined where that would repeat too much, or what gives another value each time. */
function takeIn(
  arm: Arm | undefined,
  way: Edge,
  second: ChoiceNode,
  count: number,
): { arms: Arm[]; otherwise: Edge } | undefined {
  if (count + second.arms.length > maxArms) return undefined;
  const carried = [...way.assigns.values()];
  if (carried.some(({ fallible }) => fallible)) return undefined;
  const facts = factsOf(way);
  const open = second.arms.filter(({ condition }) => knownTruth(condition, facts) !== false);
  const conditions = open.map(({ condition }) => throughEdge(way, condition));
  const assigned = carried.reduce((sum, one) => sum + sizeOf(one.code), 0);
  const asked = arm === undefined ? 0 : sizeOf(arm.condition);
  const copied = (assigned + asked) * open.length + conditions.reduce((sum, one) => sum + sizeOf(one), 0);
  if (copied > maxCopiedSize) return undefined;
  const codes = [...carried.map((one) => one.code), ...(arm === undefined ? [] : [arm.condition])];
  if (codes.some(isVolatile)) return undefined;
  return {
    arms: open.map((one, index) => ({
      condition: both(arm, conditions[index] ?? [], one.fallible),
      fallible: one.fallible || (arm?.fallible ?? false),
      edge: behind(way, one.edge),
      name: one.name,
    })),
    otherwise: behind(way, second.otherwise),
  };
}

function both(arm: Arm | undefined, condition: Code, fallible: boolean): Code {
  if (arm === undefined) return condition;
  return fallible
    ? code`(${arm.condition} ? ${condition} : false)`
    : code`(${arm.condition} and ${condition})`;
}

/** A way with what a way before it assigns. */
function behind(before: Edge, way: Edge): Edge {
  const copy = edge("arm");
  copy.target = way.target;
  copy.assigns = new Map(before.assigns);
  for (const [variable, { code: assigned, fallible }] of way.assigns)
    copy.assigns.set(variable, { code: throughEdge(before, assigned), fallible });
  return copy;
}

/** It gives another value each time. */
function isVolatile(source: Code): boolean {
  return /\$(?:random|uuid|now|millis|shuffle)\(/.test(renderCode(source));
}
