import { type Code, code, renderCode, sizeOf } from "../expression/code.ts";
import { throughEdge } from "../graph/builder.ts";
import {
  type ChoiceNode,
  edge,
  type Edge,
  edgesOf,
  type GraphNode,
  innerEntries,
  nodesFrom,
} from "../graph/graph.ts";
import { factsOf } from "./facts.ts";
import { knownTruth } from "./known-truth.ts";

/** More arms are not made of two Choices. */
const maxArms = 24;
/** Longer conditions and assignments are not written several times: where that saves a state, and where it saves a transition. */
const maxCopiedSize = 1200;
const maxCopiedSizeForWay = 400;

type Arm = ChoiceNode["arms"][number];

/** A way from a Choice into another. */
interface Step {
  first: ChoiceNode;
  way: Edge;
  second: ChoiceNode;
}

/**
 * A Choice that a Choice leads to is asked by the first: a state less on the way, and one less in all where only Choices lead to it. In inner graphs
 * too.
 */
export function foldChoices(entry: Edge): void {
  for (const node of nodesFrom(entry)) for (const inner of innerEntries(node)) foldChoices(inner);
  const folder = new Folder(entry);
  // What saves states comes first: a Choice that has grown is not taken in any more.
  while (folder.foldWhole(1)) continue;
  while (folder.foldWhole(maxArms)) continue;
  while (folder.foldWays()) continue;
}

class Folder {
  readonly #entry: Edge;
  /** A Choice that came in on a way is not taken in again behind it: Choices may lead to each other in a circle. */
  readonly #inside = new Map<Edge, ReadonlySet<ChoiceNode>>();

  constructor(entry: Edge) {
    this.#entry = entry;
  }

  #steps(): { steps: Step[]; others: ReadonlySet<GraphNode | undefined> } {
    const steps: Step[] = [];
    const others = new Set<GraphNode | undefined>([this.#entry.target]);
    for (const node of nodesFrom(this.#entry))
      for (const way of edgesOf(node)) {
        const second = way.target;
        if (node.kind === "choice" && second?.kind === "choice" && node !== second)
          steps.push({ first: node, way, second });
        else others.add(second);
      }
    return { steps, others };
  }

  /** Takes a Choice in on all ways to it, at most so many; then it is gone. */
  foldWhole(maxWays: number): boolean {
    const { steps, others } = this.#steps();
    for (const second of new Set(steps.map((step) => step.second))) {
      const into = steps.filter((step) => step.second === second);
      if (others.has(second) || into.length > maxWays || into.some((step) => this.#isInside(step))) continue;
      const taken = into.map((step) => takeIn(step, maxCopiedSize));
      if (taken.includes(undefined)) continue;
      const arms = new Set(into.map(({ first }) => first)).values();
      if ([...arms].some((first) => first.arms.length + second.arms.length * into.length > maxArms)) continue;
      for (const [index, step] of into.entries()) this.#put(step, taken[index]);
      return true;
    }
    return false;
  }

  /** Takes a short Choice in on one way. */
  foldWays(): boolean {
    const step = this.#steps().steps.find(
      (one) => !this.#isInside(one) && this.#put(one, takeIn(one, maxCopiedSizeForWay)),
    );
    return step !== undefined;
  }

  #isInside({ way, second }: Step): boolean {
    return this.#inside.get(way)?.has(second) ?? false;
  }

  #put({ first, way, second }: Step, taken: ReturnType<typeof takeIn>): boolean {
    if (taken === undefined || first.arms.length + second.arms.length > maxArms) return false;
    const { arms, otherwise } = taken;
    const below = new Set([...(this.#inside.get(way) ?? []), first, second]);
    for (const one of [...arms.map((arm) => arm.edge), otherwise]) {
      one.from = first;
      this.#inside.set(one, below);
    }
    const index = first.arms.findIndex((arm) => arm.edge === way);
    const arm = first.arms[index];
    if (arm === undefined) {
      first.arms.push(...arms);
      first.otherwise = otherwise;
    } else {
      first.arms.splice(index, 1, ...arms, { ...arm, edge: otherwise });
    }
    return true;
  }
}

/** The ways of the second Choice as they are behind a way into it; undefined where that would repeat too much, or what gives another value each time. */
function takeIn({ first, way, second }: Step, maxSize: number): { arms: Arm[]; otherwise: Edge } | undefined {
  const arm = first.arms.find((one) => one.edge === way);
  const carried = [...way.assigns.values()];
  if (carried.some(({ fallible }) => fallible)) return undefined;
  const facts = factsOf(way);
  const open = second.arms.filter(({ condition }) => knownTruth(condition, facts) !== false);
  const conditions = open.map(({ condition }) => throughEdge(way, condition));
  const assigned = carried.reduce((sum, one) => sum + sizeOf(one.code), 0);
  const asked = arm === undefined ? 0 : sizeOf(arm.condition);
  const copied = (assigned + asked) * open.length + conditions.reduce((sum, one) => sum + sizeOf(one), 0);
  if (copied > maxSize) return undefined;
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
