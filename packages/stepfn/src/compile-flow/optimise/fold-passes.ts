import { sizeOf } from "../expression/code.ts";
import { throughEdge, volatileReads } from "../graph/builder.ts";
import { type Edge, edgesOf, innerEntries, nodesFrom, type PassNode } from "../graph/graph.ts";

/** Longer assignments are not copied to all ways that lead to a Pass. */
const maxCopiedSize = 400;

/** Takes out each Pass whose assignments the ways into it can carry; in inner graphs too. What the entry carries needs a Pass again, unless the first state takes it. */
export function foldPasses(entry: Edge): void {
  for (const node of nodesFrom(entry)) {
    for (const inner of innerEntries(node)) foldPasses(inner);
    if (node.kind === "pass") foldPass(node, entry);
  }
}

function foldPass(pass: PassNode, entry: Edge): void {
  const { success } = pass;
  if (success.target === undefined || success.target === pass) return;
  const before = [entry, ...nodesFrom(entry).flatMap(edgesOf)].filter((one) => one.target === pass);
  const size = [...success.assigns.values()].reduce((sum, { code }) => sum + sizeOf(code), 0);
  if (before.length > 1 && size * before.length > maxCopiedSize) return;
  if ([...success.assigns.values()].some(({ fallible }) => fallible) && before.some(isCaught)) return;
  if (before.some((one) => [...success.assigns.values()].some(({ code }) => volatileReads(one, code) > 0)))
    return;
  for (const one of before) {
    const composed = [...success.assigns].map(
      ([variable, { code, fallible }]) => [variable, { code: throughEdge(one, code), fallible }] as const,
    );
    for (const [variable, assigned] of composed) one.assigns.set(variable, assigned);
    one.target = success.target;
  }
}

/** What fails on the way is caught there, or is not known not to be. */
function isCaught({ role, from }: Edge): boolean {
  return role === "catch" || (from !== undefined && "catchers" in from && from.catchers.length > 0);
}
